//! Yes or no, where somebody asks for one of them.

words! {
    /// Whether something is so.
    Whether("whether") {
        /// It is.
        Yes = "true" ("Yes", "അതെ"),
        /// It is not.
        No = "false" ("No", "അല്ല"),
    }
}
