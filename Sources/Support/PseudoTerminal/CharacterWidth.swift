import CNcurses

/// The columns that a terminal gives a character: glibc's, which are those of most terminals and a
/// table that the program under test does not share.
enum CharacterWidth {
    private static let isPrepared = cf_set_locale("C.UTF-8")

    /// Sets the locale that glibc's table depends on.
    static func prepare() {
        precondition(isPrepared, "The locale C.UTF-8 is missing.")
    }

    /// 0, 1 or 2; what cannot be shown takes no column.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        if (0x20..<0x7F).contains(scalar.value) { return 1 }
        return max(0, Int(cf_wcwidth(scalar.value)))
    }
}
