import Certificates
import CoreVocabulary
import LedgerStoreSQLite

extension BankListings {
    /// Lists the terminals with a certificate, a sign-in or a revocation, in byte order.
    public func terminals(_ body: Reader) async throws {
        let columns = ["terminal", "state", "last sign-in", "certificate until"]
        var devices = folder.tls.devices().map(\.description).sorted(by: Self.precedes)[...]
        var place: String? = ""
        var isFirst = true
        while let after = place {
            let known = try await books.list { [pageCount] reader in
                try reader.terminalLines(after: after, limit: pageCount)
            }
            place = known.count < pageCount ? nil : known.last?.name
            let own = devices.prefix { device in
                place.map { !Self.precedes($0, device) } ?? true
            }
            devices = devices.dropFirst(own.count)
            let names = Set(known.map(\.name))
            let unseen = own.filter { !names.contains($0) }.map { TerminalLine(name: $0) }
            let page = (known + unseen).sorted { Self.precedes($0.name, $1.name) }
            if isFirst || !page.isEmpty { try body(Listing(columns, try page.map(row(of:)))) }
            isFirst = false
        }
    }

    private func row(of terminal: TerminalLine) throws -> [String] {
        [
            terminal.name,
            terminal.revokedAt.map { "revoked \(zone.text(of: $0))" } ?? "trusted",
            terminal.lastOpenedAt.map { zone.text(of: $0) } ?? "never",
            try certificateEnd(of: terminal.name) ?? "not here",
        ]
    }

    private func certificateEnd(of terminal: String) throws -> String? {
        guard let name = DeviceName(terminal) else { return nil }
        let path = folder.tls.devicePath(name)
        guard PrivateFile.exists(path) else { return nil }
        let summary = try CertificateSummary(try folder.tls.certificate(path))
        return zone.text(of: Instant(secondsSinceEpoch: summary.validity.throughSeconds))
    }

    /// Returns true if the left name precedes the right one in the byte order of the books.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}
