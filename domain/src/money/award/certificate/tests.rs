use super::*;

fn day(text: &str) -> Day {
    Day(text.parse().unwrap())
}

fn lines() -> Vec<CostLine> {
    [CostKind::Innovation, CostKind::Other]
        .map(|kind| CostLine {
            title: Line::new("A press").unwrap(),
            kind,
            amount_paise: Paise::new(1_000),
            asset_serials: Vec::new(),
            quotes: Vec::new(),
        })
        .to_vec()
}

fn invoice(number: &str, line: u16, paise: i64) -> Invoice {
    Invoice {
        supplier: Line::new("Aluva Tools").unwrap(),
        number: Text::new(number).unwrap(),
        dated_on: day("2026-03-01"),
        cost_line: line,
        amount_paise: Paise::new(paise),
    }
}

fn codes(certificate: &Certificate, earlier: &[Invoice]) -> Vec<(&'static str, String)> {
    let lines = lines();
    let account = Account {
        opening: 100,
        opening_interest: 7,
        received: 800,
        lines: &lines,
        earlier,
        sanctioned_on: day("2026-01-01"),
        certified_on: day("2026-06-01"),
        ended_on: Some(day("2026-05-31")),
    };
    let violations = certificate.check(&account);
    violations.into_iter().map(|f| (f.code.text(), f.facts.join(" "))).collect()
}

fn good() -> Certificate {
    Certificate {
        invoices: vec![invoice("1", 0, 600), invoice("2", 0, 250)],
        interest_earned_paise: Paise::new(5),
        interest_deposited_paise: Paise::new(9),
        closing_paise: Paise::new(53),
    }
}

#[test]
fn a_certificate_reconciles_to_the_paisa_or_says_by_how_much_it_does_not() {
    assert_eq!(codes(&good(), &[]), []);
    for off in [-1, 1, 40] {
        let wrong = Certificate { closing_paise: Paise::new(53 - off), ..good() };
        assert_eq!(codes(&wrong, &[]), [("unreconciled", off.to_string())]);
    }
}

#[test]
fn interest_is_given_up_and_not_spent() {
    let spent = Certificate {
        invoices: vec![invoice("1", 0, 901)],
        closing_paise: Paise::new(2),
        ..good()
    };
    assert_eq!(codes(&spent, &[]), [("spent_over_received", "1".to_owned())]);
    let deposited = Certificate {
        interest_deposited_paise: Paise::new(13),
        closing_paise: Paise::new(49),
        ..good()
    };
    assert_eq!(codes(&deposited, &[]), [("deposit_over_interest", "12".to_owned())]);
}

#[test]
fn an_invoice_counts_once_on_an_innovation_line_within_its_amount_and_its_time() {
    let with = |change: fn(&mut Invoice)| {
        let mut certificate = good();
        change(&mut certificate.invoices[1]);
        codes(&certificate, &[]).first().map(|(code, _)| *code)
    };
    assert_eq!(with(|i| i.number = Text::new("1").unwrap()), Some("invoice_twice"));
    assert_eq!(with(|i| i.cost_line = 1), Some("not_innovation"));
    assert_eq!(with(|i| i.cost_line = 2), Some("unknown_reference"));
    assert_eq!(with(|i| i.dated_on = day("2025-12-31")), Some("before_sanction"));
    assert_eq!(with(|i| i.dated_on = day("2026-06-01")), Some("after_end"));
    assert_eq!(
        with(|i| {
            i.supplier = Line::new("ALUVA  tools").unwrap();
            i.number = Text::new("１").unwrap();
        }),
        Some("invoice_twice")
    );
    assert_eq!(
        with(|i| {
            i.supplier = Line::new("Aluva‑Tools.").unwrap();
            i.number = Text::new("– 1.").unwrap();
        }),
        Some("invoice_twice")
    );
    assert_eq!(with(|i| i.amount_paise = Paise::new(0)), Some("no_amount"));
    let earlier = [invoice("0", 0, 151)];
    assert_eq!(codes(&good(), &earlier), [("over_line", "0 1".to_owned())]);
    assert_eq!(codes(&good(), &[invoice("1", 0, 1)]), [("invoice_twice", String::new())]);
}
