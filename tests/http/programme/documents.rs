//! Documents: what goes in comes out byte for byte, what is not what it says stays out, and what was
//! handed in stays.

use crate::app::App;
use crate::client::{Answer, Client};
use crate::http::given;
use crate::http::money::purse::{Purse, certification};
use crate::http::programme::proposals::Cast;
use crate::http_tests;
use actix_web::http::Method;
use odoi_domain::programme::proposal::ProposalState;
use serde_json::json;

const PDF: &str = "application/pdf";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn pdf(length: usize) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend((0..length).map(|n| (n % 251) as u8));
    file
}

/// Sends a file to a proposal, whatever its state.
async fn attach(who: &Client, proposal: &str, name: &str, kind: &str, file: Vec<u8>) -> Answer {
    let request = who.request(Method::POST, &format!("{proposal}/documents?name={name}"));
    request.if_match("*").body(kind, file).send().await
}

http_tests![
    a_file_comes_back_byte_for_byte_and_harmless,
    what_is_not_what_it_says_stays_out,
    an_office_file_is_taken_where_it_is_one_and_carries_no_program,
    a_file_has_a_limit_of_its_own,
    a_packed_file_is_not_guessed_at,
    an_account_attaches_so_much_and_no_more,
    a_repeated_upload_attaches_once,
    documents_are_attached_while_it_is_written_and_as_evidence_and_go_from_drafts_alone,
    a_document_is_for_those_who_see_the_proposal,
    evidence_names_documents_of_its_own_proposal,
    a_proposal_has_no_more_than_fifty_documents
];

async fn a_file_comes_back_byte_for_byte_and_harmless(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let file = pdf(700_000);
    let made = attach(&cast.applicant, &proposal, "Quotation+%E0%B4%95.pdf", PDF, file.clone()).await.expect(201);
    let shown = made.json();
    assert_eq!((&shown["name"], &shown["media_type"], &shown["bytes"]), (&json!("Quotation ക.pdf"), &json!(PDF), &json!(file.len())));
    let path = made.header("location").unwrap().to_owned();
    assert_eq!(cast.convenor.get(&path).await.expect(200).json(), shown);
    let listed = cast.convenor.get(&format!("{proposal}/documents")).await.expect(200).json();
    assert_eq!(listed["items"], json!([shown]));
    let back = cast.convenor.request(Method::GET, &format!("{path}/content")).header("accept", "application/pdf").send().await.expect(200);
    assert!(back.body == file, "every byte");
    for (name, value) in [
        ("content-type", PDF),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "no-store"),
        ("content-disposition", "attachment; filename=\"Quotation__.pdf\"; filename*=UTF-8''Quotation%20%E0%B4%95.pdf"),
    ] {
        assert_eq!(back.header(name), Some(value), "{name}");
    }
    let tag = format!("\"{}\"", shown["sha256"].as_str().unwrap());
    assert_eq!(back.etag(), tag);
    let same = cast.convenor.request(Method::GET, &format!("{path}/content")).header("if-none-match", &tag).send().await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
}

async fn what_is_not_what_it_says_stays_out(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let applicant = &cast.applicant;
    for name in [
        "..%2F..%2Fetc%2Fpasswd.pdf",
        "a%5Cb.pdf",
        ".hidden.pdf",
        "a%00b.pdf",
        "a%0Ab.pdf",
        "..",
        "x%E2%80%AEfdp.pdf",
        "C%3Aa.pdf",
        "%22a.pdf",
        "+a.pdf",
    ] {
        let refused = attach(applicant, &proposal, name, PDF, pdf(9)).await.problem("malformed", 400).json();
        assert_eq!(refused["errors"][0]["parameter"], "name", "{name}");
    }
    attach(applicant, &proposal, "", PDF, pdf(9)).await.problem("malformed", 400).violates("name", "required");
    let endless = format!("{}.pdf", "a".repeat(147));
    attach(applicant, &proposal, &endless, PDF, pdf(9)).await.problem("malformed", 400).violates("name", "max_length");
    attach(applicant, &proposal, "a.exe", PDF, pdf(9)).await.problem("malformed", 400).violates("name", "file_ending");
    attach(applicant, &proposal, "a.pdf&name=b.pdf", PDF, pdf(9)).await.problem("malformed", 400).violates("name", "repeated_parameter");
    attach(applicant, &proposal, "a.pdf&sort=x", PDF, pdf(9)).await.problem("malformed", 400).violates("sort", "unknown_parameter");
    for kind in ["text/html", "image/svg+xml", "application/x-msdownload", "application/octet-stream", "application/json", ""] {
        attach(applicant, &proposal, "a.pdf", kind, pdf(9)).await.problem("wrong-content-type", 415);
    }
    attach(applicant, &proposal, "a.pdf", PDF, Vec::new()).await.problem("invalid", 422).violates("", "empty_file");
    attach(applicant, &proposal, "a.pdf", PDF, b"<html><script>alert(1)</script>".to_vec())
        .await
        .problem("invalid", 422)
        .violates("", "content_mismatch");
    attach(applicant, &proposal, "a.png", "image/png", pdf(9)).await.problem("invalid", 422).violates("", "content_mismatch");
    attach(applicant, &proposal, "a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 photograph".to_vec()).await.expect(201);
    attach(applicant, &proposal, "a.PNG", "image/png", b"\x89PNG\r\n\x1a\n...".to_vec()).await.expect(201);
    assert_eq!(applicant.get(&format!("{proposal}/documents?count=true")).await.expect(200).json()["total"], 2);
    let pieces = app.site.texts("SELECT CAST(count(*) AS text) AS value FROM document_pieces");
    assert_eq!(pieces, ["2"], "of what was refused nothing is left");
}

async fn an_office_file_is_taken_where_it_is_one_and_carries_no_program(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let applicant = &cast.applicant;
    // A workbook that the program itself has written.
    let book = applicant.get("/v1/schemes?format=xlsx").await.expect(200).body.to_vec();
    let made = attach(applicant, &proposal, "costs.xlsx", XLSX, book.clone()).await.expect(201);
    let back =
        cast.convenor.request(Method::GET, &format!("/v1/documents/{}/content", made.id())).header("accept", XLSX).send().await.expect(200);
    assert!(back.body == book, "every byte");
    for (name, value) in
        [("content-type", XLSX), ("x-content-type-options", "nosniff"), ("content-security-policy", "sandbox; default-src 'none'")]
    {
        assert_eq!(back.header(name), Some(value), "{name}");
    }
    assert!(back.header("content-disposition").unwrap().starts_with("attachment"));
    let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    attach(applicant, &proposal, "costs.docx", docx, book.clone()).await.problem("invalid", 422).violates("", "content_mismatch");
    attach(applicant, &proposal, "costs.xlsm", XLSX, book.clone()).await.problem("malformed", 400).violates("name", "file_ending");
    attach(applicant, &proposal, "costs.xlsx", "application/vnd.ms-excel.sheet.macroEnabled.12", book.clone())
        .await
        .problem("wrong-content-type", 415);
    let mut longer = book.clone();
    longer.extend(b"<script>alert(1)</script>");
    attach(applicant, &proposal, "costs.xlsx", XLSX, longer).await.problem("invalid", 422).violates("", "content_mismatch");
    // The same with a part that is called as macros are, in the file and in the directory.
    let (old, new) = (b"xl/worksheets/sheet1.xml", b"xl/worksheets/activeX.js");
    let mut macros = book;
    let places: Vec<usize> = macros.windows(old.len()).enumerate().filter(|(_, w)| w == old).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        macros[at..at + new.len()].copy_from_slice(new);
    }
    attach(applicant, &proposal, "costs.xlsx", XLSX, macros).await.problem("invalid", 422).violates("", "carries_programs");
}

async fn a_file_has_a_limit_of_its_own(app: App) {
    let small = App::with(app.site.engine, |config| {
        config.body_limit = 1_000;
        config.document_limit = 5_000;
    })
    .await;
    let cast = Cast::of(&small).await;
    let proposal = cast.draft().await;
    attach(&cast.applicant, &proposal, "a.pdf", PDF, pdf(4_000)).await.expect(201);
    attach(&cast.applicant, &proposal, "b.pdf", PDF, pdf(5_000)).await.problem("too-large", 413);
    assert_eq!(small.site.texts("SELECT CAST(count(*) AS text) AS value FROM documents"), ["1"]);
    small.store.close().await;
}

async fn a_packed_file_is_not_guessed_at(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let send = |coding: &str| {
        let request = cast.applicant.request(Method::POST, &format!("{proposal}/documents?name=a.pdf"));
        request.if_match("*").header("content-encoding", coding).body(PDF, pdf(9)).send()
    };
    for coding in ["gzip", "br", "deflate", "x", "gzip, identity"] {
        send(coding).await.problem("wrong-content-type", 415);
    }
    send("identity").await.expect(201);
}

async fn an_account_attaches_so_much_and_no_more(app: App) {
    let small = App::with(app.site.engine, |config| config.account_document_limit = 3_000).await;
    let cast = Cast::of(&small).await;
    let (proposal, other) = (cast.draft().await, cast.draft().await);
    let first = attach(&cast.applicant, &proposal, "a.pdf", PDF, pdf(1_500)).await.expect(201).id();
    attach(&cast.applicant, &other, "b.pdf", PDF, pdf(1_500))
        .await
        .problem("requirements-not-met", 409)
        .violates("", "account_documents_too_large");
    attach(&cast.applicant, &other, "b.pdf", PDF, pdf(1_400)).await.expect(201);
    cast.applicant.delete(&format!("/v1/documents/{first}"), "\"1\"").await.expect(204);
    attach(&cast.applicant, &other, "b.pdf", PDF, pdf(1_500)).await.expect(201);
    small.store.close().await;
}

async fn a_repeated_upload_attaches_once(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let send = |file: Vec<u8>| {
        let request = cast.applicant.request(Method::POST, &format!("{proposal}/documents?name=a.pdf"));
        request.if_match("*").key("k").body(PDF, file).send()
    };
    let first = send(pdf(9)).await.expect(201);
    let again = send(pdf(9)).await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    send(pdf(10)).await.problem("key-reused", 422);
    let listed = cast.applicant.get(&format!("{proposal}/documents")).await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

async fn documents_are_attached_while_it_is_written_and_as_evidence_and_go_from_drafts_alone(app: App) {
    let cast = Cast::of(&app).await;
    for state in ProposalState::ALL {
        let proposal = cast.draft().await;
        let kept = attach(&cast.applicant, &proposal, "kept.pdf", PDF, pdf(1)).await.expect(201);
        let proposal = cast.driven_from(&proposal, *state).await;
        let path = format!("/v1/documents/{}", kept.id());
        let more = attach(&cast.applicant, &proposal, "more.pdf", PDF, pdf(2)).await;
        match state {
            ProposalState::Draft
            | ProposalState::Returned
            | ProposalState::Sanctioned
            | ProposalState::InProgress
            | ProposalState::Cancelled => drop(more.expect(201)),
            _ => drop(more.problem("illegal-step", 409)),
        }
        let gone = cast.applicant.delete(&path, "\"1\"").await;
        if *state == ProposalState::Draft {
            gone.expect(204);
            cast.applicant.get(&path).await.problem("not-found", 404);
            cast.applicant.get(&format!("{path}/content")).await.problem("not-found", 404);
            let tag = cast.applicant.get(&proposal).await.etag();
            cast.applicant.delete(&proposal, &tag).await.expect(204);
        } else {
            gone.problem("illegal-step", 409);
            cast.applicant.get(&format!("{path}/content")).await.expect(200);
        }
    }
    assert_eq!(
        app.site.texts("SELECT CAST(count(*) AS text) AS value FROM document_pieces WHERE document_id NOT IN (SELECT id FROM documents)"),
        ["0"]
    );
}

async fn a_document_is_for_those_who_see_the_proposal(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    let made = attach(&cast.applicant, &proposal, "a.pdf", PDF, pdf(1)).await.expect(201);
    let path = format!("/v1/documents/{}", made.id());
    let kollam = app.client("convenor.kollam").await;
    for hidden in [path.clone(), format!("{path}/content"), format!("{proposal}/documents")] {
        kollam.get(&hidden).await.problem("not-found", 404);
    }
    attach(&kollam, &proposal, "a.pdf", PDF, pdf(1)).await.problem("not-found", 404);
    attach(&cast.convenor, &proposal, "a.pdf", PDF, pdf(1)).await.problem("forbidden", 403);
    cast.convenor.delete(&path, "\"1\"").await.problem("forbidden", 403);
    attach(&app.guest(), &proposal, "a.pdf", PDF, pdf(1)).await.problem("not-signed-in", 401);
    let request = cast.applicant.request(Method::POST, &format!("{proposal}/documents?name=a.pdf"));
    request.body(PDF, pdf(1)).send().await.problem("precondition-required", 428);
    cast.applicant.delete(&path, "\"7\"").await.problem("stale", 412);
}

async fn evidence_names_documents_of_its_own_proposal(app: App) {
    let cast = Cast::of(&app).await;
    let purse = Purse::sanctioned(&cast, &[60, 40]).await;
    let photo = attach(&cast.applicant, &purse.proposal, "press.jpg", "image/jpeg", b"\xff\xd8\xff".to_vec()).await.expect(201).id();
    let draft = cast.draft().await;
    let strange = attach(&cast.applicant, &draft, "a.pdf", PDF, pdf(1)).await.expect(201).id();
    let report = |documents: serde_json::Value| json!({ "milestone": 0, "evidence": "See the photograph.", "documents": documents });
    for lost in [strange.as_str(), given::NOBODY] {
        cast.applicant
            .step(&purse.path, "report-milestone", &report(json!([photo, lost])))
            .await
            .problem("invalid", 422)
            .violates("/documents/1", "unknown_reference");
    }
    let seen = cast.applicant.step(&purse.path, "report-milestone", &report(json!([photo]))).await.expect(200).json();
    assert_eq!(seen["milestones"][0]["documents"], json!([photo]));
    purse.release(0).await.expect(200);
    purse.pay(0).await.expect(200);
    let day = purse.see().await["sanctioned_on"].as_str().unwrap().to_owned();
    let mut body = certification(0, &[("1", 60, &day)], 0);
    body["documents"] = json!([strange]);
    purse.certify(&body).await.problem("invalid", 422).violates("/documents/0", "unknown_reference");
    body["documents"] = json!([photo]);
    assert_eq!(purse.certify(&body).await.expect(200).json()["tranches"][0]["documents"], json!([photo]));
}

async fn a_proposal_has_no_more_than_fifty_documents(app: App) {
    let cast = Cast::of(&app).await;
    let proposal = cast.draft().await;
    for n in 0..50 {
        attach(&cast.applicant, &proposal, &format!("{n}.pdf"), PDF, pdf(n)).await.expect(201);
    }
    attach(&cast.applicant, &proposal, "51.pdf", PDF, pdf(51))
        .await
        .problem("requirements-not-met", 409)
        .violates("", "too_many_documents");
}
