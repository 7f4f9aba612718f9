import ArgumentParser
import BankDaemon
import ProgramOutput

/// Options of every command that lists rows: the folder and the output format.
struct ListingOption: ParsableArguments {
    @OptionGroup var place: DataOption

    @Flag(help: "A JSON object for each row, a line each, for scripts.")
    var json = false

    /// Prints the pages of a list as they are read.
    func show(
        textLimit: Int? = nil,
        _ list: (@escaping (Listing) throws -> Void) async throws -> Void
    ) async throws {
        var text = ListingText(isJSON: json, textLimit: textLimit)
        try await list { try Self.write(text.lines(of: $0)) }
    }

    /// Prints a complete list at once.
    func show(_ listing: Listing) throws {
        var text = ListingText(isJSON: json)
        try Self.write(text.lines(of: listing))
    }

    private static func write(_ lines: [String]) throws {
        try ReaderGone.check(try StandardStream.write(lines.map { "\($0)\n" }.joined()))
    }

    /// Prints a list of the bank in the folder, as the whole work of a command.
    func list(
        _ list: (BankListings, @escaping (Listing) throws -> Void) async throws -> Void
    ) async throws {
        try await Reporting.run {
            let zone = try place.settings().zone
            let now = SystemBankClock().now()
            let listings = try BankListings(place.folder, zone: zone, now: now)
            try await show { try await list(listings, $0) }
        }
    }
}
