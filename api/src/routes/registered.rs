//! The five operations of a thing that is its facts and nothing more: list, create, read, change,
//! remove. What they say of themselves is the resource's own; what the writes do is written once, in
//! `application::registry::registered`. A resource that comes to differ writes its handlers out, as linkages
//! and proposals do.

/// Declares the handlers of a registered thing.
macro_rules! registered {
    (
        $Thing:ident, $Facts:ident, $View:ident, $Id:ident, $Filter:ident,
        tag: $tag:literal, paths: ($all:literal, $one:literal), ports: ($list_port:ident, $one_port:ident),
        $list:ident: $List:ident = ($list_title:literal, $list_about:literal);
        $create:ident: $Create:ident = ($create_title:literal, $create_about:literal);
        $get:ident: $Read:ident = ($get_title:literal, $get_about:literal);
        $update:ident: $Update:ident = ($update_title:literal, $update_about:literal);
        $delete:ident: $Delete:ident = ($delete_title:literal, $delete_about:literal);
    ) => {
        impl crate::extract::Resource for $View {
            fn etag(&self) -> String {
                crate::routes::shared::version(self.revision)
            }
            fn path(&self) -> String {
                format!("{}/{}", $all, self.id)
            }
        }

        #[doc = $list_title]
        #[doc = ""]
        #[doc = $list_about]
        #[utoipa::path(
            get, path = $all, tag = $tag, params(crate::extract::List<$Filter>),
            responses((status = 200, description = "A page.", body = crate::page::PageOf<$View>)),
            extensions(("x-action" = json!(Action::$List)))
        )]
        pub(crate) async fn $list(caller: Caller, list: crate::extract::List<$Filter>) -> Answered {
            caller
                .respond_page(
                    list,
                    Action::$List,
                    |repo, filter, view, paging| repo.$list_port(filter, view, paging),
                    |_, thing| $View::of(&thing),
                )
                .await
        }

        #[doc = $create_title]
        #[doc = ""]
        #[doc = $create_about]
        #[utoipa::path(
            post, path = $all, tag = $tag, request_body = $Facts,
            responses((status = 201, description = "Registered.", body = $View)),
            extensions(("x-action" = json!(Action::$Create)))
        )]
        pub(crate) async fn $create(caller: Caller, body: crate::extract::Body<$Facts>) -> Answered {
            let facts = body.value;
            caller
                .write(stringify!($create), &body.bytes, move |tx| {
                    let thing = odoi_application::registry::registered::create(tx, facts)?;
                    crate::routes::shared::saved(201, &thing, $View::of)
                })
                .await
        }

        #[doc = $get_title]
        #[doc = ""]
        #[doc = $get_about]
        #[utoipa::path(
            get, path = $one, tag = $tag, params(("id" = $Id, Path, description = "Its id.")),
            responses((status = 200, description = "The current state.", body = $View)),
            extensions(("x-action" = json!(Action::$Read)))
        )]
        pub(crate) async fn $get(caller: Caller, id: Path<$Id>) -> Answered {
            caller
                .respond_item(move |reading| {
                    let thing = reading.$one_port(id.into_inner())?;
                    reading.authorize(Action::$Read, &thing.anchors())?;
                    Ok($View::of(&thing))
                })
                .await
        }

        #[doc = $update_title]
        #[doc = ""]
        #[doc = $update_about]
        #[utoipa::path(
            patch, path = $one, tag = $tag, params(("id" = $Id, Path, description = "Its id.")),
            request_body(content = $Facts, content_type = "application/merge-patch+json"),
            responses((status = 200, description = "The current state.", body = $View)),
            extensions(("x-action" = json!(Action::$Update)))
        )]
        pub(crate) async fn $update(caller: Caller, id: Path<$Id>, patch: crate::extract::Patch<$Facts>) -> Answered {
            let bytes = patch.bytes.clone();
            caller
                .write(stringify!($update), &bytes, move |tx| {
                    let id = id.into_inner();
                    let thing = odoi_application::registry::registered::update(tx, id, |facts| patch.onto(facts))?;
                    crate::routes::shared::saved(200, &thing, $View::of)
                })
                .await
        }

        #[doc = $delete_title]
        #[doc = ""]
        #[doc = $delete_about]
        #[utoipa::path(
            delete, path = $one, tag = $tag, params(("id" = $Id, Path, description = "Its id.")),
            responses((status = 204, description = "Removed.")),
            extensions(("x-action" = json!(Action::$Delete)))
        )]
        pub(crate) async fn $delete(caller: Caller, id: Path<$Id>) -> Answered {
            caller
                .write(stringify!($delete), &[], move |tx| {
                    let id = id.into_inner();
                    let gone = odoi_application::registry::registered::delete::<$Facts>(tx, id)?;
                    Ok(crate::routes::shared::removed(&gone))
                })
                .await
        }
    };
}
pub(super) use registered;
