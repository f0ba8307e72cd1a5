//! How the newtypes of this crate are stored: ids as UUID, instants as BIGINT µs, dates and short enums as TEXT.

/// Implements the column traits for a newtype over `Uuid`.
macro_rules! uuid_column {
    ($name:ident) => {
        $crate::column::column!($name, uuid::Uuid, |v: &$name| v.0, |raw: uuid::Uuid| Ok::<_, String>($name(raw)));
    };
}
pub(crate) use uuid_column;

/// Implements the column traits for `$name`, stored as `$raw`.
macro_rules! column {
    ($name:ty, $raw:ty, $to:expr, $from:expr) => {
        impl From<$name> for sea_orm::sea_query::Value {
            fn from(value: $name) -> Self {
                let to: fn(&$name) -> $raw = $to;
                to(&value).into()
            }
        }
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                index: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                let raw = <$raw as sea_orm::TryGetable>::try_get_by(row, index)?;
                let from: fn($raw) -> Result<$name, String> = $from;
                from(raw).map_err(|e| sea_orm::TryGetError::DbErr(sea_orm::DbErr::Type(e)))
            }
        }
        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(v: sea_orm::sea_query::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                let raw = <$raw as sea_orm::sea_query::ValueType>::try_from(v)?;
                let from: fn($raw) -> Result<$name, String> = $from;
                from(raw).map_err(|_| sea_orm::sea_query::ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> sea_orm::sea_query::ArrayType {
                <$raw as sea_orm::sea_query::ValueType>::array_type()
            }
            fn column_type() -> sea_orm::sea_query::ColumnType {
                <$raw as sea_orm::sea_query::ValueType>::column_type()
            }
        }
        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::sea_query::Value {
                <$raw as sea_orm::sea_query::Nullable>::null()
            }
        }
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> {
                Err(sea_orm::DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}
pub(crate) use column;

/// A short enum kept as TEXT: `text_enum!(Phase { Attract = "attract", … })`.
///
/// Gives `as_str`, `ALL`, `Display`, `FromStr`, serde and the column traits.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        $vis enum $name { $($(#[$vmeta])* $variant),+ }
        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The stored and transmitted word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    other => Err(format!("{other:?} is not a {}", stringify!($name))),
                }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl From<$name> for sea_orm::sea_query::Value {
            fn from(value: $name) -> Self {
                value.as_str().to_owned().into()
            }
        }
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(row: &sea_orm::QueryResult, index: I) -> Result<Self, sea_orm::TryGetError> {
                let raw = <String as sea_orm::TryGetable>::try_get_by(row, index)?;
                raw.parse().map_err(|e| sea_orm::TryGetError::DbErr(sea_orm::DbErr::Type(e)))
            }
        }
        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(v: sea_orm::sea_query::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                let raw = <String as sea_orm::sea_query::ValueType>::try_from(v)?;
                raw.parse().map_err(|_| sea_orm::sea_query::ValueTypeErr)
            }
            fn type_name() -> String { stringify!($name).to_owned() }
            fn array_type() -> sea_orm::sea_query::ArrayType { <String as sea_orm::sea_query::ValueType>::array_type() }
            fn column_type() -> sea_orm::sea_query::ColumnType { sea_orm::sea_query::ColumnType::Text }
        }
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> { Err(sea_orm::DbErr::ConvertFromU64(stringify!($name))) }
        }
        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::sea_query::Value { <String as sea_orm::sea_query::Nullable>::null() }
        }
    };
}
