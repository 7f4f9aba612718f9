import CNcurses

/// The widths of characters by glibc's table, which most terminals agree with and the program under
/// test does not use.
enum CharacterWidth {
    private static let isPrepared = cf_set_locale("C.UTF-8")

    /// Sets the locale on which glibc's table depends.
    static func prepare() {
        precondition(isPrepared, "The locale C.UTF-8 is missing.")
    }

    /// Returns the number of columns: 0, 1 or 2.
    ///
    /// Unprintable characters take none.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        if (0x20..<0x7F).contains(scalar.value) { return 1 }
        return max(0, Int(cf_wcwidth(scalar.value)))
    }
}
