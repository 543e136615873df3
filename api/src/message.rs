//! What is wrong with a value, as sentences: one row per code, in English and Malayalam.
//!
//! `{0}`, `{1}` stand for the facts of the flaw.

mod lists;
mod people;
mod programme;

use crate::language::Language;

/// Every code of a violation and its sentences.
pub(crate) const MESSAGES: &[(&str, &str, &str)] = &[
    ("required", "This field is required.", "ഈ വിവരം നിർബന്ധമാണ്."),
    (
        "unknown_field",
        "This field does not exist or cannot be set.",
        "ഈ ഫീൽഡ് ഇവിടെ അറിയപ്പെടുന്നതല്ല, അല്ലെങ്കിൽ മാറ്റാനാവില്ല.",
    ),
    (
        "outcome_unknown",
        "Whether the change was kept is not known. Read it again, or repeat the request with the same Idempotency-Key.",
        "മാറ്റം സൂക്ഷിച്ചോ എന്ന് അറിയില്ല. വീണ്ടും വായിച്ചു നോക്കുക, അല്ലെങ്കിൽ അതേ Idempotency-Key ഉപയോഗിച്ച് അഭ്യർത്ഥന ആവർത്തിക്കുക.",
    ),
    (
        "unknown_parameter",
        "This parameter does not exist.",
        "ഈ പാരാമീറ്റർ ഇവിടെ അറിയപ്പെടുന്നതല്ല.",
    ),
    (
        "type",
        "The value must be: {0}.",
        "മൂല്യം ഈ തരത്തിലായിരിക്കണം: {0}.",
    ),
    (
        "enum",
        "The value is not one of those allowed.",
        "അനുവദിച്ച മൂല്യങ്ങളിൽ ഒന്നല്ല ഇത്.",
    ),
    (
        "min_length",
        "The text must have at least {0} characters.",
        "കുറഞ്ഞത് {0} അക്ഷരങ്ങൾ വേണം.",
    ),
    (
        "max_length",
        "The text must have at most {0} characters.",
        "പരമാവധി {0} അക്ഷരങ്ങളേ പാടുള്ളൂ.",
    ),
    (
        "min_items",
        "The list must have at least {0} entries.",
        "പട്ടികയിൽ കുറഞ്ഞത് {0} എണ്ണം വേണം.",
    ),
    (
        "max_items",
        "The list must have at most {0} entries.",
        "പട്ടികയിൽ പരമാവധി {0} എണ്ണമേ പാടുള്ളൂ.",
    ),
    (
        "minimum",
        "The number must be at least {0}.",
        "സംഖ്യ കുറഞ്ഞത് {0} ആയിരിക്കണം.",
    ),
    (
        "maximum",
        "The number must be at most {0}.",
        "സംഖ്യ പരമാവധി {0} ആകാം.",
    ),
    (
        "pattern",
        "The value does not have the form {0}.",
        "മൂല്യം {0} എന്ന രൂപത്തിലല്ല.",
    ),
    (
        "min_properties",
        "The object must have at least {0} fields.",
        "ഇതിൽ കുറഞ്ഞത് {0} ഫീൽഡുകൾ വേണം.",
    ),
    (
        "max_properties",
        "The object must have at most {0} fields.",
        "ഇതിൽ പരമാവധി {0} ഫീൽഡുകളേ പാടുള്ളൂ.",
    ),
    (
        "multiple_of",
        "The number must be a multiple of {0}.",
        "സംഖ്യ {0}-ന്റെ ഗുണിതമായിരിക്കണം.",
    ),
    (
        "most_values",
        "A body must hold at most {0} values.",
        "ഒരു അഭ്യർത്ഥനയിൽ പരമാവധി {0} മൂല്യങ്ങളേ പാടുള്ളൂ.",
    ),
    (
        "one_of",
        "The value matches none of the allowed forms.",
        "ഇവിടെ അനുവദിച്ച രൂപങ്ങളിലൊന്നും ഈ മൂല്യത്തിനില്ല.",
    ),
    (
        "value",
        "The value is not valid here.",
        "ഈ മൂല്യം ഇവിടെ സാധുവല്ല.",
    ),
    ("blank", "The text is empty.", "വാചകം ശൂന്യമാണ്."),
    (
        "control_character",
        "The text holds a control character: {0}.",
        "വാചകത്തിൽ നിയന്ത്രണ ചിഹ്നം ഉണ്ട്: {0}.",
    ),
    (
        "aadhaar",
        "This looks like an Aadhaar number; Aadhaar numbers are not accepted. A telephone number must begin with +.",
        "ഇത് ആധാർ നമ്പർ പോലെ തോന്നുന്നു; അവ ഇവിടെ സൂക്ഷിക്കുന്നില്ല. ഫോൺ നമ്പറിന് മുന്നിൽ + വേണം.",
    ),
    ("uuid", "This is not a UUID.", "ഇതൊരു UUID അല്ല."),
    (
        "encoded_body",
        "A body must not be compressed.",
        "ഉള്ളടക്കം ചുരുക്കിയ രൂപത്തിലാകരുത്.",
    ),
    (
        "date",
        "This is not a date of the form 2026-11-21 between the years 0001 and 9998.",
        "0001 മുതൽ 9998 വരെയുള്ള വർഷങ്ങളിൽ 2026-11-21 എന്ന രൂപത്തിലുള്ള തീയതിയല്ല ഇത്.",
    ),
    (
        "taken",
        "Another record already has this value.",
        "മറ്റൊരു രേഖയിൽ ഈ മൂല്യം നിലവിലുണ്ട്.",
    ),
    (
        "repeated",
        "The same entry appears twice.",
        "ഒരേ വിവരം രണ്ടു തവണ നൽകിയിരിക്കുന്നു.",
    ),
    (
        "unknown_reference",
        "There is no such record, or you may not see it.",
        "അങ്ങനെയൊരു രേഖയില്ല, അല്ലെങ്കിൽ അത് കാണാൻ നിങ്ങൾക്ക് അനുമതിയില്ല.",
    ),
    (
        "unknown_activity",
        "The classification has no such code in this version.",
        "ഈ പതിപ്പിലെ വർഗ്ഗീകരണത്തിൽ ഇങ്ങനെയൊരു കോഡ് ഇല്ല.",
    ),
    (
        "within_km",
        "A distance is a whole number of kilometres from 1 to {0}.",
        "ദൂരം 1 മുതൽ {0} വരെയുള്ള പൂർണ്ണ കിലോമീറ്റർ ആയിരിക്കണം.",
    ),
    (
        "sort_by_nearness",
        "`near` cannot be combined with `sort`: the list is sorted by distance.",
        "near ഉള്ള പട്ടിക അടുപ്പമനുസരിച്ചാണ്; sort ഒഴിവാക്കുക.",
    ),
    (
        "place_key",
        "Name a place by its id or as level:code, such as district:555.",
        "സ്ഥലം അതിന്റെ id കൊണ്ടോ level:code എന്ന രീതിയിലോ സൂചിപ്പിക്കുക; ഉദാഹരണം district:555.",
    ),
    (
        "area_level",
        "An area of this level cannot lie in one of level {0}.",
        "ഈ തലത്തിലുള്ള പ്രദേശത്തിന് {0} തലത്തിലുള്ള പ്രദേശത്തിനുള്ളിൽ വരാനാവില്ല.",
    ),
    (
        "area_of_itself",
        "An area does not overlap itself.",
        "ഒരു പ്രദേശം അതുമായിത്തന്നെ അതിവ്യാപനം ചെയ്യുന്നില്ല.",
    ),
    (
        "latitude",
        "Latitude is a number of degrees from -90 to 90.",
        "അക്ഷാംശം -90 മുതൽ 90 വരെ ഡിഗ്രിയായിരിക്കണം.",
    ),
    (
        "longitude",
        "Longitude is a number of degrees from -180 to 180.",
        "രേഖാംശം -180 മുതൽ 180 വരെ ഡിഗ്രിയായിരിക്കണം.",
    ),
    (
        "point",
        "Write a point as latitude,longitude in degrees, such as 10.1658,76.4396.",
        "സ്ഥാനം അക്ഷാംശം,രേഖാംശം എന്ന രീതിയിൽ ഡിഗ്രിയിൽ എഴുതുക; ഉദാഹരണം 10.1658,76.4396.",
    ),
    (
        "outside_kerala",
        "This point is not in Kerala. Latitude and longitude may be exchanged.",
        "ഈ സ്ഥാനം കേരളത്തിലല്ല; അക്ഷാംശവും രേഖാംശവും പരസ്പരം മാറിപ്പോയിരിക്കാം.",
    ),
    (
        "cannot_change",
        "This cannot be changed: create another record instead.",
        "ഇത് മാറ്റാനാവില്ല: പകരം മറ്റൊരു രേഖ ഉണ്ടാക്കുക.",
    ),
    (
        "overlapping_membership",
        "The same membership, begun on {0}, already runs on one of these days.",
        "{0}-ന് തുടങ്ങിയ ഇതേ അംഗത്വം ഈ ദിവസങ്ങളിലൊന്നിൽ നിലവിലുണ്ട്.",
    ),
    (
        "in_future",
        "The day is in the future.",
        "ഈ ദിവസം വന്നിട്ടില്ല.",
    ),
    (
        "in_past",
        "The day is in the past: rules take effect today or later.",
        "ഈ ദിവസം കഴിഞ്ഞു: ചട്ടങ്ങൾ വരാനിരിക്കുന്ന ദിവസങ്ങൾക്കാണ് പ്രസിദ്ധീകരിക്കുന്നത്.",
    ),
    (
        "not_of_this_side",
        "A cluster's own interest names no institution.",
        "ക്ലസ്റ്ററിന്റെ സ്വന്തം താൽപ്പര്യപത്രത്തിൽ സ്ഥാപനം പാടില്ല.",
    ),
    (
        "aptitude_without_evidence",
        "An academic interest needs evidence of aptitude.",
        "അക്കാദമിക താൽപ്പര്യത്തിന് പ്രാപ്തിയുടെ തെളിവ് വേണം.",
    ),
    (
        "interest_missing",
        "This side has no expression of interest.",
        "ഈ ഭാഗത്തിന്റെ താൽപ്പര്യപത്രം ഇല്ല.",
    ),
    (
        "interest_not_yet_valid",
        "The expression of interest is valid only from {0}.",
        "താൽപ്പര്യപത്രം {0} മുതലേ സാധുവാകൂ.",
    ),
    (
        "interest_expired",
        "The last expression of interest expired; its last valid day was {0}.",
        "അവസാന താൽപ്പര്യപത്രത്തിന്റെ കാലാവധി {0}-ന് കഴിഞ്ഞു.",
    ),
    (
        "interest_withdrawn",
        "The expression of interest was withdrawn on {0}.",
        "താൽപ്പര്യപത്രം {0}-ന് പിൻവലിച്ചു.",
    ),
    (
        "not_anchored",
        "The cluster is not anchored in this constituency.",
        "ക്ലസ്റ്റർ ഈ മണ്ഡലത്തിൽ ഉൾപ്പെടുന്നില്ല.",
    ),
    (
        "already_initiated",
        "The programme started here on {0}.",
        "പദ്ധതി ഇവിടെ {0}-ന് തുടങ്ങിയതാണ്.",
    ),
    (
        "not_initiated",
        "The programme has not started for the cluster.",
        "ക്ലസ്റ്ററിനായി പദ്ധതി തുടങ്ങിയിട്ടില്ല.",
    ),
    (
        "step_without_demand",
        "The step {0} has no demand; every step needs one.",
        "{0} എന്ന പടവിന് ഒരു നിബന്ധനയുമില്ല; ഓരോ പടവിനും നിബന്ധന വേണം.",
    ),
    (
        "weights_total",
        "The weights must add up to 10000; they add up to {0}.",
        "ഭാരങ്ങളുടെ തുക 10000 ആകണം; ഇപ്പോൾ {0} ആണ്.",
    ),
    (
        "strong_below_promising",
        "This must be higher than the score from which a cluster is called promising.",
        "പ്രതീക്ഷയുള്ളത് എന്നതിനുള്ള സ്കോറിനേക്കാൾ ഇത് കൂടുതലായിരിക്കണം.",
    ),
    (
        "condition_without_indicator",
        "The condition {0} has no indicator.",
        "{0} എന്ന വ്യവസ്ഥയ്ക്ക് സൂചകമില്ല.",
    ),
    (
        "cut_points_order",
        "Four cut-points are needed, each better than the one before.",
        "നാല് പരിധികൾ വേണം, ഓരോന്നും മുൻപത്തേതിനേക്കാൾ മെച്ചം.",
    ),
    (
        "unknown_measure",
        "No such measure can be computed from the registry.",
        "ഇങ്ങനെയൊരു അളവ് രജിസ്റ്ററിൽ നിന്ന് കണക്കാക്കാനാവില്ല.",
    ),
    (
        "indicator_code",
        "A code is lower-case words and digits joined by underscores.",
        "കോഡ് അടിവരകൊണ്ട് ചേർത്ത ചെറിയക്ഷര വാക്കുകളും അക്കങ്ങളുമാണ്.",
    ),
    (
        "other_subject",
        "This field belongs to another subject of rules.",
        "ഇത് മറ്റൊരു വിഷയത്തിന്റെ ചട്ടങ്ങളിൽ പെട്ടതാണ്.",
    ),
    (
        "not_academic",
        "Only universities, colleges, research laboratories and centres of excellence can declare academic interest.",
        "സർവകലാശാല, കോളേജ്, ഗവേഷണശാല, മികവിന്റെ കേന്ദ്രം എന്നിവയ്ക്കേ അക്കാദമിക താൽപ്പര്യം അറിയിക്കാനാവൂ.",
    ),
    (
        "unknown_indicator",
        "The scorecard in force has no such indicator that people assess.",
        "നിലവിലുള്ള സ്കോർകാർഡിൽ വിലയിരുത്തേണ്ട ഇങ്ങനെയൊരു സൂചകമില്ല.",
    ),
    (
        "try_kept",
        "The attempt is recorded as {0}.",
        "ഈ ശ്രമം {0} ആയി സൂക്ഷിച്ചിരിക്കുന്നു.",
    ),
    (
        "district_code",
        "This is not the LGD code of a district of Kerala (554 to 567).",
        "ഇത് കേരളത്തിലെ ഒരു ജില്ലയുടെ LGD കോഡ് (554 മുതൽ 567 വരെ) അല്ല.",
    ),
    (
        "district_of_district",
        "The district of a district is itself: leave this out or repeat its code.",
        "ജില്ലയുടെ ജില്ല അതുതന്നെ: ഇത് ഒഴിവാക്കുക, അല്ലെങ്കിൽ അതേ കോഡ് നൽകുക.",
    ),
    (
        "constituency_number",
        "Assembly constituencies are numbered 1 to 140.",
        "നിയമസഭാ മണ്ഡലങ്ങളുടെ നമ്പർ 1 മുതൽ 140 വരെയാണ്.",
    ),
    (
        "other_district",
        "This place lies in another district.",
        "ഈ സ്ഥലം മറ്റൊരു ജില്ലയിലാണ്.",
    ),
    (
        "place_code",
        "A place code has 1 to 12 digits or capital letters.",
        "സ്ഥല കോഡിൽ 1 മുതൽ 12 വരെ അക്കങ്ങളോ വലിയ അക്ഷരങ്ങളോ വേണം.",
    ),
    (
        "place_name",
        "Write a place as level, colon and code: assembly_constituency:75.",
        "സ്ഥലം അതിന്റെ തലം, കോളൻ, കോഡ് എന്ന രൂപത്തിൽ എഴുതണം: assembly_constituency:75.",
    ),
    (
        "unknown_place",
        "There is no place of this level with this code.",
        "ഈ തലത്തിൽ ഈ കോഡുള്ള സ്ഥലമില്ല.",
    ),
    (
        "place_level",
        "Do not name state and district here.",
        "സംസ്ഥാനവും ജില്ലയും ഇവിടെ നൽകേണ്ടതില്ല.",
    ),
    (
        "repeated_level",
        "One place of each level, and one local body, can be named.",
        "ഓരോ തലത്തിലും ഒരു സ്ഥലവും ഒരു തദ്ദേശ സ്ഥാപനവും മാത്രമേ നൽകാവൂ.",
    ),
    (
        "local_body_level",
        "This must be a grama panchayat, a municipality or a corporation.",
        "ഇത് ഗ്രാമപഞ്ചായത്തോ നഗരസഭയോ കോർപ്പറേഷനോ ആയിരിക്കണം.",
    ),
    (
        "source_system",
        "A source system has 2 to 40 small letters, digits or _, the first a letter.",
        "ഉറവിട സംവിധാനത്തിന്റെ പേരിൽ 2 മുതൽ 40 വരെ ചെറിയ അക്ഷരങ്ങൾ, അക്കങ്ങൾ, _ എന്നിവ വേണം; ആദ്യത്തേത് അക്ഷരമാകണം.",
    ),
    (
        "external_id",
        "An external id has 1 to 100 visible ASCII characters and begins with a letter or digit.",
        "ബാഹ്യ ഐഡിയിൽ 1 മുതൽ 100 വരെ ദൃശ്യ ASCII അക്ഷരങ്ങൾ വേണം; തുടക്കം അക്ഷരമോ അക്കമോ ആകണം.",
    ),
    (
        "external_ref",
        "Write a record as system, colon and id: kudumbashree_mis:ME-2024-00017.",
        "രേഖ അതിന്റെ സംവിധാനം, കോളൻ, ഐഡി എന്ന രൂപത്തിൽ എഴുതണം: kudumbashree_mis:ME-2024-00017.",
    ),
    (
        "financial_year",
        "A financial year has the form 2024-25.",
        "സാമ്പത്തിക വർഷം 2024-25 എന്ന രൂപത്തിലായിരിക്കണം.",
    ),
    ("in_the_future", "This lies in the future.", "ഇത് ഭാവിയിലാണ്."),
    (
        "exports_over_turnover",
        "Exports are part of the turnover and cannot exceed it.",
        "കയറ്റുമതി വിറ്റുവരവിന്റെ ഭാഗമാണ്; അതിൽ കവിയരുത്.",
    ),
    (
        "women_over_members",
        "There cannot be more women members than members.",
        "അംഗങ്ങളേക്കാൾ കൂടുതൽ വനിതാ അംഗങ്ങൾ ഉണ്ടാവില്ല.",
    ),
    (
        "individual_members",
        "An individual unit has one member.",
        "വ്യക്തിഗത യൂണിറ്റിന് ഒരംഗം മാത്രമേയുള്ളൂ.",
    ),
    (
        "not_kudumbashree",
        "Only a Kudumbashree unit has a place in Kudumbashree.",
        "കുടുംബശ്രീ യൂണിറ്റിന് മാത്രമേ കുടുംബശ്രീയിൽ സ്ഥാനമുള്ളൂ.",
    ),
    (
        "anchor_missing",
        "The group of this unit is missing.",
        "ഈ യൂണിറ്റിന്റെ അയൽക്കൂട്ടമോ സൊസൈറ്റിയോ അറിയില്ല.",
    ),
    (
        "group_size",
        "A group enterprise usually has 5 to 10 members.",
        "സംഘ സംരംഭത്തിൽ സാധാരണ 5 മുതൽ 10 വരെ അംഗങ്ങളുണ്ടാകും.",
    ),
    (
        "group_of_women",
        "The members of a group enterprise are usually all women.",
        "സംഘ സംരംഭത്തിലെ അംഗങ്ങൾ സാധാരണ എല്ലാവരും വനിതകളാണ്.",
    ),
    (
        "pin_code",
        "This is not a postal index number of Kerala.",
        "ഇത് കേരളത്തിലെ പിൻ കോഡ് അല്ല.",
    ),
    (
        "udyam_format",
        "A Udyam number has the form UDYAM-KL-02-0012345.",
        "ഉദ്യം നമ്പർ UDYAM-KL-02-0012345 എന്ന രൂപത്തിലായിരിക്കണം.",
    ),
    (
        "udyam_district",
        "The district of the Udyam number does not exist (Kerala has 01 to 14).",
        "ഉദ്യം നമ്പറിലെ ജില്ല നിലവിലില്ല (കേരളത്തിൽ 01 മുതൽ 14 വരെ).",
    ),
    (
        "udyam_serial",
        "The serial of a Udyam number has seven digits.",
        "ഉദ്യം നമ്പറിന്റെ ക്രമനമ്പറിന് ഏഴ് അക്കങ്ങൾ വേണം.",
    ),
    (
        "udyam_other_district",
        "The Udyam number was given in another district; an enterprise that has moved keeps it.",
        "ഉദ്യം നമ്പർ മറ്റൊരു ജില്ലയിൽ നൽകിയതാണ്; സ്ഥലം മാറിയ സംരംഭം അത് നിലനിർത്തും.",
    ),
    (
        "udyam_other_state",
        "The Udyam number was given in another state.",
        "ഉദ്യം നമ്പർ മറ്റൊരു സംസ്ഥാനത്ത് നൽകിയതാണ്.",
    ),
    (
        "gstin_length",
        "A GSTIN has 15 characters.",
        "GSTIN-ൽ 15 അക്ഷരങ്ങൾ വേണം.",
    ),
    (
        "gstin_state",
        "The state code of the GSTIN does not exist.",
        "GSTIN-ലെ സംസ്ഥാന കോഡ് നിലവിലില്ല.",
    ),
    (
        "gstin_pan",
        "Characters 3 to 12 of the GSTIN are not a PAN.",
        "GSTIN-ന്റെ 3 മുതൽ 12 വരെയുള്ള അക്ഷരങ്ങൾ പാൻ അല്ല.",
    ),
    (
        "gstin_pan_holder",
        "The fourth letter of the PAN inside the GSTIN is not a valid type of holder.",
        "GSTIN-ലെ പാനിന്റെ നാലാം അക്ഷരം ഒരു ഉടമസ്ഥ വിഭാഗത്തെയും സൂചിപ്പിക്കുന്നില്ല.",
    ),
    (
        "gstin_pan_serial",
        "The PAN inside the GSTIN has the digits 0000.",
        "GSTIN-ലെ പാനിൽ 0000 എന്ന അക്കങ്ങളാണുള്ളത്.",
    ),
    (
        "gstin_entity",
        "The thirteenth character of the GSTIN must be 1 to 9 or a letter.",
        "GSTIN-ന്റെ പതിമൂന്നാം അക്ഷരം 1 മുതൽ 9 വരെയുള്ള അക്കമോ ഒരു അക്ഷരമോ ആയിരിക്കണം.",
    ),
    (
        "pan_length",
        "A PAN has ten characters.",
        "പാനിൽ പത്ത് അക്ഷരങ്ങൾ വേണം.",
    ),
    (
        "pan_shape",
        "A PAN has five capital letters, four digits and a letter.",
        "പാനിൽ അഞ്ച് വലിയ അക്ഷരങ്ങളും നാല് അക്കങ്ങളും ഒരു അക്ഷരവും വേണം.",
    ),
    (
        "pan_holder",
        "The fourth letter of the PAN is not a valid type of holder.",
        "പാനിന്റെ നാലാം അക്ഷരം ഒരു ഉടമസ്ഥ വിഭാഗത്തെയും സൂചിപ്പിക്കുന്നില്ല.",
    ),
    (
        "pan_serial",
        "The digits of the PAN are 0000.",
        "പാനിലെ അക്കങ്ങൾ 0000 ആണ്.",
    ),
    (
        "pan_of_gstin",
        "The PAN is not the one inside the GSTIN.",
        "പാൻ GSTIN-ന്റെ ഉള്ളിലുള്ളതല്ല.",
    ),
    (
        "gstin_of_pan",
        "Every GSTIN of an enterprise holds the same PAN.",
        "ഒരു സംരംഭത്തിന്റെ എല്ലാ GSTIN-ലും ഒരേ പാൻ ആയിരിക്കണം.",
    ),
    (
        "masked_value",
        "This is the mask of a value: leave the field out, or state the value itself.",
        "ഇത് മറച്ച രൂപമാണ്: ഈ ഭാഗം ഒഴിവാക്കുക, അല്ലെങ്കിൽ യഥാർത്ഥ മൂല്യം നൽകുക.",
    ),
    (
        "stated_together",
        "Numbers of one PAN are stated together: those that are masked are not compared with new ones.",
        "ഒരേ പാനിന്റെ നമ്പറുകൾ ഒരുമിച്ച് നൽകുക: മറച്ചവ പുതിയവയുമായി ഒത്തുനോക്കുകയില്ല.",
    ),
    (
        "owner_in_name",
        "The name contains the owner's name: state another name with the erasure.",
        "പേരിൽനിന്ന് ഉടമയെ തിരിച്ചറിയാം: വിവരങ്ങൾ മായ്ക്കുമ്പോൾ മറ്റൊരു പേര് നൽകുക.",
    ),
    (
        "pan_ownership",
        "The fourth letter of the PAN does not fit the legal form.",
        "പാനിന്റെ നാലാം അക്ഷരം നിയമപരമായ രൂപത്തിന് ചേരുന്നില്ല.",
    ),
    (
        "cin_ownership",
        "Only a company has a CIN.",
        "കമ്പനിക്ക് മാത്രമേ CIN ഉള്ളൂ.",
    ),
    (
        "llpin_ownership",
        "Only a limited liability partnership has an LLPIN.",
        "പരിമിത ബാധ്യതാ പങ്കാളിത്തത്തിന് മാത്രമേ LLPIN ഉള്ളൂ.",
    ),
    (
        "cin_length",
        "A CIN has 21 characters.",
        "CIN-ൽ 21 അക്ഷരങ്ങൾ വേണം.",
    ),
    (
        "cin_listing",
        "A CIN begins with L (listed) or U (unlisted).",
        "CIN തുടങ്ങേണ്ടത് L (ലിസ്റ്റഡ്) അല്ലെങ്കിൽ U (അൺലിസ്റ്റഡ്) എന്ന അക്ഷരത്തിലാണ്.",
    ),
    (
        "cin_industry",
        "Characters 2 to 6 of the CIN are the digits of the industry.",
        "CIN-ന്റെ 2 മുതൽ 6 വരെയുള്ളവ വ്യവസായത്തിന്റെ അക്കങ്ങളായിരിക്കണം.",
    ),
    (
        "cin_state",
        "Characters 7 and 8 of the CIN are the letters of a state.",
        "CIN-ന്റെ 7, 8 അക്ഷരങ്ങൾ സംസ്ഥാനത്തെ സൂചിപ്പിക്കുന്ന അക്ഷരങ്ങളായിരിക്കണം.",
    ),
    (
        "cin_year",
        "Characters 9 to 12 of the CIN are not a valid year of registration.",
        "CIN-ന്റെ 9 മുതൽ 12 വരെയുള്ളവ കമ്പനി രജിസ്റ്റർ ചെയ്യാവുന്ന വർഷമല്ല.",
    ),
    (
        "cin_class",
        "Characters 13 to 15 of the CIN are the letters of the class of company.",
        "CIN-ന്റെ 13 മുതൽ 15 വരെയുള്ളവ കമ്പനി വിഭാഗത്തിന്റെ അക്ഷരങ്ങളായിരിക്കണം.",
    ),
    (
        "cin_serial",
        "The last six characters of the CIN are digits.",
        "CIN-ന്റെ അവസാന ആറ് അക്ഷരങ്ങൾ അക്കങ്ങളായിരിക്കണം.",
    ),
    (
        "llpin",
        "An LLPIN has the form AAB-1234.",
        "LLPIN AAB-1234 എന്ന രൂപത്തിലായിരിക്കണം.",
    ),
    (
        "mobile_digits",
        "A mobile number has ten digits, with or without +91.",
        "മൊബൈൽ നമ്പറിൽ പത്ത് അക്കങ്ങൾ വേണം; +91 ചേർക്കാം.",
    ),
    (
        "mobile_first_digit",
        "An Indian mobile number begins with 6, 7, 8 or 9.",
        "ഇന്ത്യൻ മൊബൈൽ നമ്പർ 6, 7, 8, 9 എന്നിവയിൽ ഒന്നിൽ തുടങ്ങും.",
    ),
    (
        "email_address",
        "An e-mail address has the form unit@example.org.",
        "ഇ-മെയിൽ വിലാസം unit@example.org എന്ന രൂപത്തിലായിരിക്കണം.",
    ),
    (
        "gstin_format",
        "The last three characters of the GSTIN are not valid.",
        "GSTIN-ന്റെ അവസാന മൂന്ന് അക്ഷരങ്ങൾ ശരിയായ രൂപത്തിലല്ല.",
    ),
    (
        "gstin_checksum",
        "The check digit of the GSTIN is wrong.",
        "GSTIN-ന്റെ പരിശോധനാ അക്കം തെറ്റാണ്.",
    ),
    (
        "gstin_not_kerala",
        "The GSTIN is of another state; Kerala's begin with 32.",
        "GSTIN മറ്റൊരു സംസ്ഥാനത്തിന്റേതാണ്; കേരളത്തിന്റേത് 32-ൽ തുടങ്ങും.",
    ),
    (
        "aishe",
        "An AISHE code has the form C-12345, U-0123 or S-123.",
        "AISHE കോഡ് C-12345, U-0123, S-123 എന്നീ രൂപങ്ങളിലാണ്.",
    ),
    (
        "nic_code",
        "An activity code is a section letter or 2 to 6 digits.",
        "പ്രവർത്തന കോഡ് ഒരു അക്ഷരമോ 2 മുതൽ 6 വരെ അക്കങ്ങളോ ആണ്.",
    ),
    (
        "nic_division",
        "A NIC division has two digits.",
        "NIC ഡിവിഷന് രണ്ട് അക്കങ്ങളുണ്ട്.",
    ),
    (
        "merged_with_itself",
        "An enterprise cannot be merged with itself.",
        "ഒരു സംരംഭത്തെ അതിനോടുതന്നെ ലയിപ്പിക്കാനാവില്ല.",
    ),
    (
        "scheme_code",
        "A scheme code has 2 to 32 capital letters, digits or hyphens.",
        "പദ്ധതി കോഡിൽ 2 മുതൽ 32 വരെ വലിയ അക്ഷരങ്ങൾ, അക്കങ്ങൾ, ഹൈഫനുകൾ വേണം.",
    ),
    (
        "operand",
        "The value does not fit the comparison.",
        "മൂല്യം താരതമ്യത്തിന് ചേരുന്നതല്ല.",
    ),
    (
        "same_ends",
        "A linkage ties two different actors.",
        "ബന്ധം രണ്ട് വ്യത്യസ്ത പങ്കാളികൾക്കിടയിലായിരിക്കണം.",
    ),
    (
        "ends_before_start",
        "The end is before the start.",
        "അവസാന തീയതി ആരംഭ തീയതിക്ക് മുമ്പാണ്.",
    ),
    (
        "nothing_asked",
        "The amount asked for must be more than zero.",
        "ആവശ്യപ്പെട്ട തുക പൂജ്യത്തിൽ കൂടുതലായിരിക്കണം.",
    ),
    (
        "over_asked",
        "The amount must be more than zero and at most the {0} paise asked for.",
        "തുക പൂജ്യത്തിൽ കൂടുതലും ആവശ്യപ്പെട്ട {0} പൈസയിൽ കവിയാത്തതും ആയിരിക്കണം.",
    ),
    (
        "not_here",
        "This step does not take this field.",
        "ഈ നടപടിയിൽ ഈ ഫീൽഡ് നൽകാനാവില്ല.",
    ),
    (
        "sign_in_name",
        "A sign-in name has 3 to 100 small letters, digits or . _ - @.",
        "സൈൻ-ഇൻ പേരിൽ 3 മുതൽ 100 വരെ ചെറിയ അക്ഷരങ്ങൾ, അക്കങ്ങൾ, . _ - @ എന്നിവയാകാം.",
    ),
    (
        "scope_of_role",
        "The role can be held within: {0}.",
        "ഈ ചുമതലയുടെ പരിധി: {0}.",
    ),
    (
        "role_of_kind",
        "The role service_client is for partner systems only; the other roles are for people.",
        "service_client എന്ന ചുമതല പങ്കാളി സംവിധാനങ്ങൾക്കു മാത്രവും മറ്റു ചുമതലകൾ വ്യക്തികൾക്കുമാണ്.",
    ),
    (
        "scope_target",
        "The state needs no further scope.",
        "സംസ്ഥാനത്തിന് മറ്റൊരു പരിധി ആവശ്യമില്ല.",
    ),
    (
        "common_password",
        "This password is easy to guess.",
        "ഈ പാസ്‌വേഡ് എളുപ്പത്തിൽ ഊഹിക്കാവുന്നതാണ്.",
    ),
    (
        "wrong_password",
        "The current password is wrong.",
        "നിലവിലെ പാസ്‌വേഡ് തെറ്റാണ്.",
    ),
    (
        "cursor",
        "The cursor belongs to another list, filter or sort order, or is damaged.",
        "കഴ്സർ മറ്റൊരു പട്ടികയുടേതോ അരിപ്പയുടേതോ ക്രമത്തിന്റേതോ ആണ്, അല്ലെങ്കിൽ കേടായതാണ്.",
    ),
    (
        "sort",
        "The list can be sorted by: {0}; a leading - sorts descending.",
        "പട്ടിക ക്രമീകരിക്കാവുന്നത്: {0}; മുന്നിൽ - ചേർത്താൽ വിപരീത ക്രമം.",
    ),
    (
        "limit",
        "The limit must be a whole number from 1.",
        "പരിധി 1 മുതലുള്ള പൂർണ്ണസംഖ്യയായിരിക്കണം.",
    ),
    (
        "boolean",
        "The value must be true or false.",
        "മൂല്യം true അല്ലെങ്കിൽ false ആയിരിക്കണം.",
    ),
    (
        "repeated_parameter",
        "This parameter can be given only once.",
        "ഈ പാരാമീറ്റർ ഒരിക്കൽ മാത്രമേ നൽകാവൂ.",
    ),
    (
        "too_many_words",
        "A search has at most {0} words.",
        "തിരയലിൽ പരമാവധി {0} വാക്കുകൾ.",
    ),
    (
        "too_many_values",
        "At most {0} values may be named.",
        "പരമാവധി {0} മൂല്യങ്ങൾ നൽകാം.",
    ),
    (
        "idempotency_key",
        "An idempotency key has 1 to 255 visible ASCII characters.",
        "ഐഡംപൊട്ടൻസി കീയിൽ 1 മുതൽ 255 വരെ ദൃശ്യ ASCII അക്ഷരങ്ങൾ വേണം.",
    ),
    (
        "if_match",
        "If-Match must contain one strong entity tag, such as the ETag of an answer.",
        "If-Match-ൽ ഉത്തരത്തിലെ ETag പോലെ ഒരു ശക്തമായ ടാഗ് വേണം.",
    ),
    (
        "impossible_step",
        "`{0}` is not possible in state `{1}`.",
        "`{1}` എന്ന അവസ്ഥയിൽ `{0}` സാധ്യമല്ല.",
    ),
    (
        "not_json",
        "Not JSON at line {0}, column {1}.",
        "വരി {0}, നിര {1}: ഇത് JSON അല്ല.",
    ),
    (
        "unreadable_form",
        "The form cannot be read.",
        "ഫോം വായിക്കാനാവുന്നില്ല.",
    ),
    ("most_bytes", "At most {0} bytes.", "പരമാവധി {0} ബൈറ്റുകൾ."),
    ("wanted_type", "Send `{0}`.", "`{0}` അയയ്ക്കുക."),
    (
        "no_account",
        "There is no account {0}.",
        "{0} എന്ന അക്കൗണ്ട് ഇല്ല.",
    ),
    (
        "role_not_held",
        "The account does not hold {0}.",
        "അക്കൗണ്ടിന് {0} എന്ന ചുമതലയില്ല.",
    ),
    (
        "grant_type",
        "The grant types are password, client_credentials and refresh_token.",
        "ഗ്രാന്റ് തരങ്ങൾ: password, client_credentials, refresh_token.",
    ),
];

/// Every row there is.
pub(crate) fn all() -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    let more = programme::PROGRAMME.iter().chain(lists::LISTS);
    MESSAGES.iter().chain(more).chain(people::PEOPLE)
}

/// The sentence of a code; a code without one is a bug that a test finds.
#[must_use]
pub(crate) fn message(language: Language, code: &str, facts: &[String]) -> String {
    let found = all().find(|(known, _, _)| *known == code);
    let mut text = found.map_or_else(
        || code.to_owned(),
        |(_, en, ml)| language.choose(en, ml).to_owned(),
    );
    for (place, fact) in facts.iter().enumerate() {
        text = text.replace(&format!("{{{place}}}"), fact);
    }
    text
}
