//! The closed lists and their labels, for screens: the same for everybody, and worth keeping.

use crate::extract::{Client, Resource, content_tag};
use crate::problem::{Kind, Problem};
use crate::routes::shared::Answered;
use actix_web::web::Path;
use serde::Serialize;
use utoipa::ToSchema;

/// A closed list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VocabularyView {
    /// Its name, as in `x-vocabulary` of the schemas that take its values.
    #[schema(max_length = 40, pattern = "^[a-z0-9_]+$")]
    pub name: String,
    /// Its values, in their order. Later versions may add some.
    #[schema(max_items = 500)]
    pub values: Vec<VocabularyValue>,
}

/// A value of a closed list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct VocabularyValue {
    /// The value, as it stands in requests and answers.
    #[schema(max_length = 100, format = "word")]
    pub value: String,
    /// What people call it.
    pub label: LabelView,
}

/// A label in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LabelView {
    /// In English.
    #[schema(max_length = 200, format = "text")]
    pub en: String,
    /// In Malayalam.
    #[schema(max_length = 200, format = "text")]
    pub ml: String,
}

/// All closed lists.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VocabularyListView {
    /// The lists, by name.
    #[schema(max_items = 500, value_type = Vec<VocabularyView>)]
    items: &'static [VocabularyView],
}

impl Resource for VocabularyListView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        "/v1/vocabularies".to_owned()
    }
}

impl Resource for VocabularyView {
    fn etag(&self) -> String {
        content_tag(self)
    }
    fn path(&self) -> String {
        format!("/v1/vocabularies/{}", self.name)
    }
}

/// List vocabularies
///
/// Every closed list of the API: its values and their labels in English and Malayalam. It changes only with the
/// version of the server. Keep it for as long as `Cache-Control` says, then ask with `If-None-Match`.
#[utoipa::path(
    get, path = "/v1/vocabularies", tag = "vocabularies",
    responses((status = 200, description = "All lists, by name.", body = VocabularyListView)),
    security(())
)]
pub(crate) async fn list_vocabularies(client: Client) -> Answered {
    let items = client.service.vocabularies;
    client.published(&VocabularyListView { items })
}

/// Get a vocabulary
///
/// One closed list: its values and their labels in English and Malayalam.
#[utoipa::path(
    get, path = "/v1/vocabularies/{name}", tag = "vocabularies",
    params(("name" = String, Path, description = "The name of the list, as in `x-vocabulary` of a schema.", max_length = 40, pattern = "^[a-z0-9_]+$", example = "size_class")),
    responses((status = 200, description = "The list.", body = VocabularyView)),
    security(())
)]
pub(crate) async fn get_vocabulary(client: Client, name: Path<String>) -> Answered {
    let mut all = client.service.vocabularies.iter();
    let found = all.find(|list| list.name == *name);
    client.published(found.ok_or(Problem::new(Kind::NotFound))?)
}
