import ClientService
import ClientTransport

/// The address of a bank on this machine, with the authority to trust.
struct BankAddress: Sendable {
    /// Port on the loopback address.
    let port: Int
    /// Path of the authority's certificate that signed the bank's, in PEM.
    let authorityPath: String

    /// The command-line options that connect a console to the bank.
    var consoleOptions: [String] {
        ["--server", "https://localhost:\(port)", "--ca", authorityPath]
    }

    /// Returns a new link to the bank.
    func link() -> any BankLink {
        HTTPLink(
            HTTPLinkSettings(
                line: .https(
                    host: "localhost",
                    port: UInt16(port),
                    TLSFiles(authority: authorityPath, terminal: nil),
                    proxy: nil
                ),
                userAgent: "counterfoil-bench"
            )
        )
    }
}
