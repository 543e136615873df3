//! The two macros that declare words, and the one that declares ids.

/// Declares a closed list: an enum whose every variant has one spelling, and a label in English and Malayalam.
macro_rules! words {
    ($(#[$meta:meta])* $Name:ident($name:literal) {
        $($(#[$vmeta:meta])* $Variant:ident = $text:literal ($en:literal, $ml:literal)),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $Name {
            $($(#[$vmeta])* #[serde(rename = $text)] $Variant),+
        }

        impl $Name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];

            /// The one spelling.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$Variant => $text),+ }
            }

            /// What people call it.
            #[must_use]
            pub const fn label(self) -> $crate::Label {
                match self { $(Self::$Variant => $crate::Label { en: $en, ml: $ml }),+ }
            }
        }

        // By hand: utoipa does not see a spelling that comes through a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $Name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::kernel::label::schema($name, Self::ALL.iter().map(|word| (word.text(), word.label())))
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $Name {
            fn name() -> std::borrow::Cow<'static, str> { stringify!($Name).into() }
        }

        impl $crate::Word for $Name {
            const NAME: &'static str = $name;
            fn as_str(&self) -> &str { self.text() }
            fn parse(text: &str) -> Result<Self, $crate::Violation> {
                match text { $($text => Ok(Self::$Variant),)+ _ => Err($crate::Violation::new($crate::Code::Enum)) }
            }
        }

        word_text!($Name);
    };
}

/// Declares a checked string: a newtype that cannot hold what its check refuses, nor an Aadhaar number;
/// `keep` says in which spelling it is kept, where several are taken.
macro_rules! text_word {
    ($(#[$meta:meta])* $Name:ident($name:literal) {
        check: $check:expr, $(keep: $keep:expr,)? max_length: $max:literal, $(pattern: $pattern:literal,)? example: $example:literal $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $Name(String);

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::kernel::word::deserialize(deserializer)
            }
        }

        impl $crate::Word for $Name {
            const NAME: &'static str = $name;
            fn as_str(&self) -> &str { &self.0 }
            fn parse(text: &str) -> Result<Self, $crate::Violation> {
                let check: fn(&str) -> Result<(), $crate::Violation> = $check;
                check(text)?;
                $crate::kernel::aadhaar::refuse(text)?;
                let keep: fn(&str) -> String = str::to_owned;
                $(let keep: fn(&str) -> String = { let _usual = keep; $keep };)?
                Ok(Self(keep(text)))
            }
            fn of_stored(text: String) -> Result<Self, $crate::Violation> { Ok(Self(text)) }
        }

        impl TryFrom<String> for $Name {
            type Error = $crate::Violation;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                <Self as $crate::Word>::parse(&text)
            }
        }

        impl From<$Name> for String {
            fn from(word: $Name) -> Self { word.0 }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $Name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::Custom($name.to_owned())))
                    .max_length(Some($max))
                    $(.pattern(Some($pattern)))?
                    .examples([$example])
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $Name {
            fn name() -> std::borrow::Cow<'static, str> { stringify!($Name).into() }
        }

        word_text!($Name);
    };
}

/// `Display` and `FromStr` of a word, both by its one spelling.
macro_rules! word_text {
    ($Name:ident) => {
        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::Word::as_str(self))
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::Violation;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                <Self as $crate::Word>::parse(text)
            }
        }
    };
}

/// Declares the id of a thing: a UUIDv7 of its own type.
macro_rules! ids {
    ($($(#[$meta:meta])* $Name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $Name(pub uuid::Uuid);

        // By its one spelling: serde's own would also take forms without hyphens.
        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(<D::Error as serde::de::Error>::custom)
            }
        }

        impl $crate::kernel::id::Id for $Name {
            fn uuid(self) -> uuid::Uuid { self.0 }
        }

        impl From<uuid::Uuid> for $Name {
            fn from(uuid: uuid::Uuid) -> Self { Self(uuid) }
        }

        impl std::fmt::Display for $Name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $Name {
            type Err = $crate::Violation;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::kernel::id::parse(text).map(Self)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $Name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::kernel::id::schema()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $Name {
            fn name() -> std::borrow::Cow<'static, str> { stringify!($Name).into() }
        }
    )+};
}

/// Declares the codes of violations: one row each, with its class and its sentences.
macro_rules! violations {
    ($($Variant:ident = $text:literal ($class:ident, $en:literal, $ml:literal);)+) => {
        /// The code of a violation. `{0}`, `{1}` in its sentence stand for the facts, in order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $en] $Variant),+ }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),+];

            /// The one spelling.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$Variant => $text),+ }
            }

            /// Whether the request is at fault, or the time.
            #[must_use]
            pub const fn class(self) -> super::Class {
                match self { $(Self::$Variant => super::Class::$class),+ }
            }

            /// Its sentence, with blanks.
            #[must_use]
            pub const fn sentence(self) -> Label {
                match self { $(Self::$Variant => Label { en: $en, ml: $ml }),+ }
            }
        }

        impl std::fmt::Display for Code {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.text())
            }
        }
    };
}
