//! What all operations share: who may call, headers, preconditions, problems.

use super::{files, merge_patch};
use crate::language::Language;
use crate::problem::Kind;
use serde_json::{Map, Value, json};

const ABOUT: &str = "The backend of *One District One Idea – MSME Innovation Cluster*, Kerala's programme run by K-DISC: \
    places, enterprises, institutions, clusters, the linkages between them, schemes, and proposals from draft to completion.\n\n\
    **Start here.** Press *Authorize*, sign in with a name and password, and try any operation. \
    Ids are UUIDs, timestamps UTC with microseconds, amounts integer paise (₹ 1 is 100). \
    Every failure is a problem document (RFC 9457), in English or Malayalam by `Accept-Language`. \
    Lists are pages with an opaque `cursor`. A change of an item needs its `ETag` in `If-Match`; \
    a write may carry an `Idempotency-Key` and can then be repeated without a second effect. \
    Each operation names its row of the policy in `x-action`.";

/// What has no kind of thing of its own.
const OTHER_TAGS: &[(&str, &str)] = &[
    ("auth", "Signing in and out, tokens, and the keys that verify them."),
    ("search", "Search over all kinds, with counts by facet."),
    ("vocabularies", "The closed lists of the API, with labels in English and Malayalam."),
    ("inbox", "Tasks that wait for the caller."),
    ("activities", "The National Industrial Classification, by version."),
    ("site", "Health of the server."),
];

/// The tags: what has none of its own first, then one per collection.
fn tags() -> Value {
    let kinds = odoi_domain::Kind::ALL.iter();
    let own = kinds.filter_map(|kind| kind.collection());
    let own = own.map(|collection| (collection.path, collection.about));
    let all = OTHER_TAGS.iter().copied().chain(own);
    all.map(|(name, about)| json!({ "name": name, "description": about })).collect()
}

const ADVICE: &str = "Tokens are signed with EdDSA and checked as RFC8725 demands: type, algorithm, key, issuer, audience and time.";

pub(super) fn decorate(document: &mut Value) {
    document["openapi"] = json!("3.1.0");
    document["info"] = json!({
        "title": "ODOI",
        "version": env!("CARGO_PKG_VERSION"),
        "summary": "One District One Idea – MSME Innovation Cluster",
        "description": ABOUT,
        "license": { "name": "Apache License 2.0", "identifier": "Apache-2.0" },
        "contact": { "name": "Kerala Development and Innovation Strategic Council", "url": "https://kdisc.kerala.gov.in" },
    });
    document["servers"] = json!([{ "url": "/", "description": "This server: production, staging or local.", "x-internal": false }]);
    document["security"] = json!([{ "sign_in": [] }, { "access_token": [] }]);
    document["tags"] = tags();
    components(&mut document["components"]);
    simplify(document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        refer_to_rows(schemas);
    }
    distances(document);
    files::add(document);
    files::documents(document);
    merge_patch::add(document);
    let Some(paths) = document["paths"].as_object_mut() else {
        return;
    };
    for (path, item) in paths {
        let Some(operations) = item.as_object_mut() else {
            continue;
        };
        for (method, operation) in operations {
            operate(path, method, operation);
        }
    }
}

fn components(components: &mut Value) {
    components["securitySchemes"] = json!({
        "sign_in": {
            "type": "oauth2",
            "description": format!("Sign in by name and password, or as a service client. {ADVICE}"),
            "flows": {
                "password": { "tokenUrl": "/v1/auth/token", "refreshUrl": "/v1/auth/token", "scopes": {} },
                "clientCredentials": { "tokenUrl": "/v1/auth/token", "refreshUrl": "/v1/auth/token", "scopes": {} },
            },
        },
        "access_token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": format!("An access token. {ADVICE}") },
    });
    components["headers"] = headers();
    components["parameters"] = parameters();
    components["schemas"]["Problem"] = problem_schema();
    components["schemas"]["Violation"] = violation_schema();
    let mut responses = Map::new();
    for (status, title) in statuses() {
        responses.insert(format!("Problem{status}"), problem_response(status, &title));
    }
    components["responses"] = Value::Object(responses);
}

fn text(max: u32, format: &str, about: &str) -> Value {
    json!({ "type": "string", "maxLength": max, "format": format, "description": about })
}

fn header(about: &str, max: u32, format: &str, example: &str) -> Value {
    json!({ "description": about, "schema": { "type": "string", "maxLength": max, "format": format }, "example": example })
}

fn headers() -> Value {
    json!({
        "RateLimit": header("The remaining quota, and the seconds until it is reset.", 100, "ratelimit", "\"caller\";r=1199;t=60"),
        "RateLimit-Policy": header("The quota and its window in seconds.", 100, "ratelimit-policy", "\"caller\";q=1200;w=60"),
        "X-Request-Id": header("The id of the request. It is also in the log: quote it when you report a problem.", 64, "request-id", "019a2b3c-4d5e-7f60-8123-456789abcdef"),
        "Access-Control-Allow-Origin": header("The origin that may read the answer, where the request named one.", 300, "origin", "https://odoi.kerala.gov.in"),
        "Cache-Control": header("Who may keep the answer, and for how many seconds.", 64, "cache-control", "public, max-age=3600"),
        "ETag": header("The version of the resource, for `If-Match`.", 64, "etag", "\"3\""),
        "Location": header("The URL of the created resource.", 300, "uri-reference", "/v1/clusters/019a2b3c-4d5e-7f60-8123-456789abcdef"),
        "Link": header("The next page, `rel=\"next\"`.", 4000, "link", "</v1/clusters?cursor=W10>; rel=\"next\""),
        "Retry-After": { "description": "Seconds to wait before the next attempt.", "schema": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 86400 }, "example": 2 },
        "Idempotency-Replayed": header("`true` where this is the saved answer of an earlier request with the same key.", 8, "flag", "true"),
    })
}

fn parameters() -> Value {
    let header = |name: &str,
                  required: bool,
                  max: u32,
                  format: &str,
                  about: &str,
                  example: &str| {
        json!({
            "name": name, "in": "header", "required": required, "description": about,
            "schema": { "type": "string", "maxLength": max, "format": format }, "example": example,
        })
    };
    json!({
        "IfMatch": header("If-Match", true, 200, "etag", "The `ETag` of the resource that you last read. Without it the answer is 428; if the resource has changed since, 412.", "\"1\""),
        "IfNoneMatch": header("If-None-Match", false, 200, "etag", "The `ETag` that you have. If it is still current, the answer is 304 without a body.", "\"1\""),
        "IdempotencyKey": header("Idempotency-Key", false, 255, "key", "Makes the request repeatable: within 24 hours the same key with the same payload returns the saved answer and has no second effect; the same key with another payload is 422.", "5f0c7f3e-import-17"),
        "AcceptLanguage": header("Accept-Language", false, 200, "language-range", "The language of messages: English (`en`) or Malayalam (`ml`).", "ml, en;q=0.5"),
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "instance", "request_id"],
        "properties": {
            "type": text(100, "uri-reference", "The kind of problem: a URL that leads to its documentation."),
            "title": text(200, "title", "The title of the kind, in the caller's language."),
            "status": { "type": "integer", "format": "int32", "minimum": 400, "maximum": 599, "description": "The HTTP status." },
            "detail": text(2000, "sentence", "More about this occurrence, in English."),
            "instance": text(4000, "uri-reference", "The path of the request."),
            "request_id": text(64, "request-id", "The id of the request."),
            "errors": {
                "type": "array", "maxItems": 100, "description": "Every violation at once.",
                "items": { "$ref": "#/components/schemas/Violation" },
            },
            "enterprise_id": {
                "type": "string", "format": "uuid", "maxLength": 36,
                "description": "The enterprise that has the number already, where you may see it of that one.",
            },
        },
    })
}

fn violation_schema() -> Value {
    json!({
        "type": "object",
        "description": "One violation.",
        "required": ["code", "message"],
        "properties": {
            "pointer": text(1000, "json-pointer", "Where in the body: a JSON pointer (RFC 6901)."),
            "parameter": text(100, "name", "The query parameter or header."),
            "code": { "type": "string", "maxLength": 40, "pattern": "^[a-z_]+$", "description": "The code of the violation, for programs." },
            "message": text(1000, "sentence", "The message, in the caller's language."),
        },
    })
}

/// Every status that a problem can have, and the titles of its kinds.
fn statuses() -> Vec<(u16, String)> {
    let mut found: Vec<(u16, String)> = Vec::new();
    // Wrong methods and endless URLs belong to no operation.
    for kind in Kind::ALL.iter().filter(|kind| !matches!(kind.status(), 405 | 414)) {
        let title = kind.title(Language::English);
        match found.iter_mut().find(|(status, _)| *status == kind.status()) {
            Some((_, titles)) => *titles += &format!(" / {title}"),
            None => found.push((kind.status(), title.to_owned())),
        }
    }
    found
}

fn problem_response(status: u16, title: &str) -> Value {
    let mut response = json!({
        "description": format!("{title}."),
        "headers": shared_headers(),
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    if matches!(status, 429 | 503 | 409) {
        response["headers"]["Retry-After"] = reference("headers", "Retry-After");
    }
    if let Some(kind) = Kind::ALL.iter().find(|kind| kind.status() == status) {
        let example = crate::problem::Problem::new(*kind);
        response["content"]["application/problem+json"]["example"] = example.document(
            Language::English,
            "/v1/clusters",
            "019a2b3c-4d5e-7f60-8123-456789abcdef",
        );
    }
    response
}

fn reference(room: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{room}/{name}") })
}

fn shared_headers() -> Value {
    let names = ["RateLimit", "RateLimit-Policy", "X-Request-Id", "Access-Control-Allow-Origin"];
    Value::Object(
        names.iter().map(|name| ((*name).to_owned(), reference("headers", name))).collect(),
    )
}

/// Adds to one operation what follows from its path, method and rule.
fn operate(path: &str, method: &str, operation: &mut Value) {
    let is_public = operation.get("security").is_some() || path.starts_with("/health");
    if is_public {
        operation["security"] = json!([{}]);
    }
    let is_item = path.contains('{');
    let is_write = method != "get";
    let is_auth = path.starts_with("/v1/auth");
    let is_resource = path.starts_with("/v1/") && !is_auth;
    let is_published = path.starts_with("/v1/vocabularies");
    let has_body = operation.get("requestBody").is_some();
    let mut shared = vec!["AcceptLanguage"];
    let mut problems = vec![429, 500, 503];
    let mut may = |is_possible: bool, statuses: &[u16]| {
        problems.extend(statuses.iter().filter(|_| is_possible));
    };
    may(path.starts_with("/v1/"), &[400, 406]);
    may(path.starts_with("/v1/") && !is_published, &[401]);
    may(!is_public, &[403]);
    // The operator may have named nobody to tell of weaknesses.
    may(is_item || path.ends_with("/security.txt"), &[404]);
    may(has_body, &[408, 413, 415, 422]);
    may(is_resource && is_write, &[409, 422]);
    may(is_resource && is_write && is_item, &[412, 428]);
    may(files::is_exported(operation), &[422]);
    if is_resource && is_write {
        shared.push("IdempotencyKey");
        shared.extend(is_item.then_some("IfMatch"));
    }
    let is_view = operation
        .pointer("/responses/200/content/application~1json/schema/$ref")
        .and_then(Value::as_str)
        .is_some_and(|name| !name.contains("PageOf"));
    let has_tag = is_item && (is_view || path.ends_with("/content"));
    let can_be_unchanged = !is_write && (has_tag || is_published);
    if can_be_unchanged {
        shared.push("IfNoneMatch");
    }
    if has_body {
        operation["requestBody"]["required"] = json!(true);
    }
    add_parameters(operation, &shared);
    add_responses(
        operation,
        &problems,
        can_be_unchanged,
        is_resource && is_write,
        !is_write && path.starts_with("/v1/enterprises/{id}"),
    );
    if is_published {
        for status in ["200", "304"] {
            operation["responses"][status]["headers"]["Cache-Control"] =
                reference("headers", "Cache-Control");
        }
    }
}

fn add_parameters(operation: &mut Value, names: &[&str]) {
    if !operation["parameters"].is_array() {
        operation["parameters"] = json!([]);
    }
    if let Some(list) = operation["parameters"].as_array_mut() {
        list.extend(names.iter().map(|name| reference("parameters", name)));
    }
}

fn add_responses(
    operation: &mut Value,
    problems: &[u16],
    can_be_unchanged: bool,
    can_be_replayed: bool,
    can_be_elsewhere: bool,
) {
    let is_file = files::is_exported(operation);
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    for (status, response) in responses.iter_mut() {
        let mut headers = shared_headers();
        let is_item = response
            .pointer("/content/application~1json/schema/$ref")
            .and_then(Value::as_str)
            .is_some_and(|name| name.ends_with("View"))
            || response.pointer("/content/image~1png").is_some();
        let is_page = response
            .pointer("/content/application~1json/schema/$ref")
            .and_then(Value::as_str)
            .is_some_and(|name| name.contains("PageOf"));
        if is_item {
            headers["ETag"] = reference("headers", "ETag");
        }
        if is_page {
            headers["Link"] = reference("headers", "Link");
        }
        if is_file && status == "200" {
            headers["Content-Disposition"] = reference("headers", "Content-Disposition");
        }
        if status == "201" {
            headers["Location"] = reference("headers", "Location");
        }
        if can_be_replayed {
            headers["Idempotency-Replayed"] = reference("headers", "Idempotency-Replayed");
        }
        response["headers"] = headers;
    }
    if can_be_unchanged {
        let mut headers = shared_headers();
        headers["ETag"] = reference("headers", "ETag");
        responses.insert(
            "304".to_owned(),
            json!({ "description": "Not modified: your copy is current.", "headers": headers }),
        );
    }
    if can_be_elsewhere {
        let mut headers = shared_headers();
        headers["Location"] = reference("headers", "Location");
        responses.insert(
            "308".to_owned(),
            json!({ "description": "The enterprise has been merged into this one.", "headers": headers }),
        );
    }
    let mut problems = problems.to_vec();
    problems.sort_unstable();
    problems.dedup();
    for status in problems {
        responses.insert(status.to_string(), reference("responses", &format!("Problem{status}")));
    }
}

/// utoipa writes an inlined schema with a description as `allOf` of the two: one object says the same.
fn simplify(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(simplify),
        Value::Object(map) => {
            if let Some(Value::Array(parts)) = map.get("allOf")
                && let [Value::Object(schema), Value::Object(beside)] = parts.as_slice()
                && beside.keys().all(|key| matches!(key.as_str(), "description" | "type"))
            {
                let (mut whole, about) = (schema.clone(), beside.get("description").cloned());
                if let Some(about) = about {
                    whole.insert("description".to_owned(), about);
                }
                *map = whole;
            }
            map.values_mut().for_each(simplify);
        }
        _ => {}
    }
}

/// utoipa inlines the rows of a generic page: a reference gives clients one type per row.
fn refer_to_rows(schemas: &mut Map<String, Value>) {
    for (name, schema) in schemas {
        if let Some(row) = name.strip_prefix("PageOf_") {
            schema["properties"]["items"]["items"] = reference("schemas", row);
        }
    }
}

/// Rows of lists that come by nearness too say how far they are.
fn distances(document: &mut Value) {
    let is_near = |operation: &&Value| {
        let parameters = operation["parameters"].as_array();
        parameters.is_some_and(|list| list.iter().any(|parameter| parameter["name"] == "near"))
    };
    let paths = document["paths"].as_object();
    let operations = paths.into_iter().flat_map(|paths| paths.values());
    let operations = operations.filter_map(|item| item.get("get")).filter(is_near);
    let rows: Vec<String> = operations
        .filter_map(|operation| {
            let page = operation.pointer("/responses/200/content/application~1json/schema/$ref");
            let (_, row) = page?.as_str()?.rsplit_once("PageOf_")?;
            Some(row.to_owned())
        })
        .collect();
    for row in rows {
        document["components"]["schemas"][row]["properties"]["distance_m"] = json!({
            "type": "integer", "format": "int64", "minimum": 0, "maximum": 20_015_115,
            "description": "The distance from `near`, in metres. Only in lists that are sorted by distance.",
        });
    }
}
