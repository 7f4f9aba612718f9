/// Parse error: a text is outside the supported part of TOML.
struct TOMLFailure: Error, Hashable {
    /// Message for people, as a sentence that is safe to print.
    let sentence: String
    /// Position of the error in the file.
    let place: TOMLPlace
}
