import ArgumentParser
import BankDaemon
import ProgramOutput

/// Command `counterfoild evidence`, which reads the evidence of consoles.
struct EvidenceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "Read the evidence that consoles submitted.",
        subcommands: [List.self]
    )

    /// Command `evidence list`, which lists submitted entries.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the entries that a console submitted, in the order of arrival.",
            discussion: """
                A console submits an entry that it holds and that the books lacked or told \
                otherwise, as after a restore. Each is the word of the user who is named, and no \
                fact: nothing is booked by it. A text of more than 70 characters is cut, and whole \
                with --json. A server may be running.
                """
        )

        @OptionGroup var output: ListingOption

        func run() async throws {
            try await Reporting.run {
                let zone = try output.place.settings().zone
                let reader = try EvidenceReader(output.place.folder, zone: zone)
                var count = 0
                try await output.show(textLimit: EvidenceReader.textLimit) {
                    count = try await reader.forEach($0)
                }
                StandardStream.writeError(Self.summary(count))
            }
        }

        private static func summary(_ count: Int) -> String {
            switch count {
            case 0: "No console submitted an entry.\n"
            case 1:
                "A console submitted 1 entry. It is its user's word; compare it with the other "
                    + "side (RUNBOOK, \"Restore\").\n"
            default:
                "Consoles submitted \(count) entries. Each is its user's word; compare it with the "
                    + "other side (RUNBOOK, \"Restore\").\n"
            }
        }
    }
}
