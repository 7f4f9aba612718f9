import Glibc
import Testing

/// Goal: the log reports anything in the place of a certificate that the server reads again, the
/// next certificate is read, and the server stops on demand.
///
/// Method: `counterfoild` as a process, a pipe that nobody writes into, and signals.
@Suite("Scenario: certificates read again")
struct CertificateReloadTests {
    // Symptom: with a pipe for the certificate SIGHUP left no line, later ones were not heard, and the
    // process stayed after SIGTERM. Cause: the file was opened to be read however long that takes.
    @Test("a pipe in the place of the certificate is a line in the log, and holds nothing up")
    func pipe() throws {
        let bank = try NetworkBank()
        let certificate = bank.path + "/tls/server.pem"
        let aside = bank.path + "/tls/server.aside"
        try #require(rename(certificate, aside) == 0)
        try #require(mkfifo(certificate, 0o644) == 0)
        try bank.signal(SIGHUP)
        try bank.waitForLine(with: "the certificates stay as they were: ")
        try bank.waitForLine(with: "server.pem is no file.")
        try #require(rename(aside, certificate) == 0)
        try bank.signal(SIGHUP)
        try bank.waitForLine(with: "the certificates were read again")
        try bank.stop()
    }
}
