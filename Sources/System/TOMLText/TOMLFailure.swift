/// Why a text is not TOML as we read it, and where.
struct TOMLFailure: Error, Hashable {
    /// What is wrong, as a sentence; safe to print.
    let sentence: String
    /// Where it is.
    let place: TOMLPlace
}
