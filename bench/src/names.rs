//! What the names of the synthetic registry are made of: districts, towns, wares, and given names.

/// A district: LGD code, share of the registry in thousandths, first three digits of a postal index
/// number, towns.
pub(crate) type District = (&'static str, u64, &'static str, &'static [&'static str]);

/// The 14 districts, as unlike in size as their industry is.
pub(crate) const DISTRICTS: &[District] = &[
    ("555", 165, "683", &["Kalady", "Aluva", "Perumbavoor", "Angamaly", "Kolenchery", "Paravur"]),
    ("566", 120, "680", &["Kunnamkulam", "Irinjalakuda", "Chalakudy", "Ollur", "Kodungallur"]),
    ("565", 105, "695", &["Nedumangad", "Attingal", "Balaramapuram", "Neyyattinkara", "Varkala"]),
    ("562", 95, "676", &["Tirur", "Manjeri", "Ponnani", "Kottakkal", "Nilambur"]),
    ("561", 95, "673", &["Vadakara", "Koyilandy", "Feroke", "Beypore", "Ramanattukara"]),
    ("559", 85, "691", &["Kundara", "Karunagappally", "Punalur", "Kottarakkara", "Chavara"]),
    ("563", 80, "678", &["Kanjikode", "Ottapalam", "Chittur", "Alathur", "Shoranur"]),
    ("554", 65, "688", &["Muhamma", "Cherthala", "Ambalappuzha", "Mararikulam", "Chengannur"]),
    ("557", 65, "670", &["Thaliparamba", "Payyanur", "Thalassery", "Mattannur", "Dharmadam"]),
    ("560", 45, "686", &["Changanassery", "Vaikom", "Pala", "Ettumanoor"]),
    ("564", 30, "689", &["Aranmula", "Adoor", "Thiruvalla", "Ranni"]),
    ("556", 20, "685", &["Kattappana", "Thodupuzha", "Munnar", "Vandanmedu"]),
    ("558", 20, "671", &["Kanhangad", "Nileshwaram", "Uppala", "Cheruvathur"]),
    ("567", 10, "673", &["Kalpetta", "Mananthavady", "Meenangadi"]),
];

/// A line of business: NIC-2008 code, ware in English and in Malayalam, and what such a place is called.
pub(crate) type Ware = (&'static str, &'static str, &'static str, &'static str);

/// Lines of business; every code is one of `api/data/activities.csv`.
pub(crate) const WARES: &[Ware] = &[
    ("10612", "Rice", "അരി", "Mill"),
    ("10611", "Flour", "ധാന്യപ്പൊടി", "Mill"),
    ("10402", "Coconut Oil", "വെളിച്ചെണ്ണ", "Mill"),
    ("10306", "Pickle", "അച്ചാർ", "Foods"),
    ("10796", "Pappadam", "പപ്പടം", "Foods"),
    ("10719", "Bakery", "ബേക്കറി", "Foods"),
    ("10793", "Cashew", "കശുവണ്ടി", "Exports"),
    ("10795", "Spices", "സുഗന്ധവ്യഞ്ജനങ്ങൾ", "Traders"),
    ("10205", "Fish", "മത്സ്യം", "Processing"),
    ("10625", "Tapioca", "മരച്ചീനി", "Products"),
    ("13935", "Coir", "കയർ", "Mats"),
    ("13943", "Coir Rope", "കയർ", "Works"),
    ("13121", "Handloom", "കൈത്തറി", "Weavers"),
    ("14105", "Tailoring", "തയ്യൽ", "Centre"),
    ("14101", "Garments", "വസ്ത്രങ്ങൾ", "Apparels"),
    ("16101", "Timber", "തടി", "Saw Mill"),
    ("16211", "Plywood", "പ്ലൈവുഡ്", "Industries"),
    ("16294", "Bamboo", "മുള", "Crafts"),
    ("20231", "Soap", "സോപ്പ്", "Products"),
    ("21003", "Ayurveda", "ആയുർവേദ", "Pharmacy"),
    ("22199", "Rubber", "റബ്ബർ", "Industries"),
    ("22203", "Packaging", "പാക്കേജിംഗ്", "Industries"),
    ("23921", "Brick", "ഇഷ്ടിക", "Works"),
    ("23952", "Concrete", "കോൺക്രീറ്റ്", "Products"),
    ("25920", "Engineering", "എഞ്ചിനീയറിംഗ്", "Works"),
    ("31001", "Furniture", "ഫർണിച്ചർ", "Works"),
    ("32111", "Jewellery", "ആഭരണ", "Works"),
    ("32903", "Umbrella", "കുട", "Works"),
];

/// Given names of enterprises, in English and in Malayalam.
pub(crate) const GIVEN: &[(&str, &str)] = &[
    ("Pournami", "പൗർണ്ണമി"),
    ("Sree Lakshmi", "ശ്രീലക്ഷ്മി"),
    ("Malabar", "മലബാർ"),
    ("Travancore", "തിരുവിതാംകൂർ"),
    ("Periyar", "പെരിയാർ"),
    ("Nila", "നിള"),
    ("Pamba", "പമ്പ"),
    ("Ponnu", "പൊന്നു"),
    ("Anjali", "അഞ്ജലി"),
    ("Aiswarya", "ഐശ്വര്യ"),
    ("Kairali", "കൈരളി"),
    ("Karthika", "കാർത്തിക"),
    ("Chembarathi", "ചെമ്പരത്തി"),
    ("Devi", "ദേവി"),
    ("Grameena", "ഗ്രാമീണ"),
    ("Haritha", "ഹരിത"),
    ("Jyothi", "ജ്യോതി"),
    ("Kalpaka", "കല്പക"),
    ("Kanakam", "കനകം"),
    ("Kerasree", "കേരശ്രീ"),
    ("Kottayil", "കോട്ടയിൽ"),
    ("Mangalam", "മംഗലം"),
    ("Mullappoo", "മുല്ലപ്പൂ"),
    ("Nanma", "നന്മ"),
    ("Navajeevan", "നവജീവൻ"),
    ("Nirmala", "നിർമ്മല"),
    ("Onam", "ഓണം"),
    ("Pragathi", "പ്രഗതി"),
    ("Puthuma", "പുതുമ"),
    ("Sahyadri", "സഹ്യാദ്രി"),
    ("Samrudhi", "സമൃദ്ധി"),
    ("Santhi", "ശാന്തി"),
    ("Snehatheeram", "സ്നേഹതീരം"),
    ("Souhrida", "സൗഹൃദ"),
    ("Sruthi", "ശ്രുതി"),
    ("Thanima", "തനിമ"),
    ("Tharangam", "തരംഗം"),
    ("Thumba", "തുമ്പ"),
    ("Udayam", "ഉദയം"),
    ("Vanitha", "വനിത"),
];
