import ArgumentParser
import BankDaemon
import LedgerService
import ProgramOutput

/// The options of every command that shows rows: where the bank lives, and for whom they are.
struct ListingOption: ParsableArguments {
    @OptionGroup var place: DataOption

    @Flag(help: "A JSON object for each row, a line each, for scripts.")
    var json = false

    /// Prints the pages of a list as they come.
    ///
    /// - Parameters:
    ///   - textLimit: The most characters of a text where rows are for people; nil for no limit.
    ///   - list: Hands the pages to a body that it is given.
    /// - Throws: What the list throws; ``OutputFailure``; ``ReaderGone``.
    func show(
        textLimit: Int? = nil,
        _ list: ((Listing) throws -> Void) async throws -> Void
    ) async throws {
        var text = ListingText(isJSON: json, textLimit: textLimit)
        try await list { try Self.write(text.lines(of: $0)) }
    }

    /// Prints a list that is whole.
    func show(_ listing: Listing) throws {
        var text = ListingText(isJSON: json)
        try Self.write(text.lines(of: listing))
    }

    private static func write(_ lines: [String]) throws {
        try ReaderGone.check(try StandardStream.write(lines.map { "\($0)\n" }.joined()))
    }

    /// What can be looked at in the bank of the folder.
    func listings() throws -> BankListings {
        try BankListings(
            place.folder,
            zone: try place.settings().zone,
            now: SystemBankClock().now()
        )
    }
}
