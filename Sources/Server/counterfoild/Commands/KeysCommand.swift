import ArgumentParser
import BankDaemon
import Certificates

/// `counterfoild keys`: what the bank seals, signs and proves itself with.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Change keys, and make certificates for terminals.",
        subcommands: [Rotate.self, Device.self]
    )

    /// `keys rotate`.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change keys; a running server goes on and refuses nobody.",
            discussion: """
                It may be interrupted at any point: what was begun is ended by the next start of \
                the server, or by the same command again.
                """
        )

        @OptionGroup var place: DataOption
        @Flag(help: "The master key: every secret in the books is sealed anew.")
        var master = false
        @Flag(help: "The key that signs access tokens.")
        var signing = false
        @Flag(help: "The server's certificate and its key.")
        var tls = false

        func validate() throws {
            guard master || signing || tls else {
                throw ValidationError("Say which: --master, --signing, --tls, or several.")
            }
        }

        func run() async throws {
            try await Reporting.run {
                if master { try await AdminAct.perform(.rotateMasterKey, at: place) }
                if signing { try await AdminAct.perform(.rotateSigningKey, at: place) }
                if tls { try await AdminAct.perform(.rotateTLS, at: place) }
            }
        }
    }

    /// `keys device`.
    struct Device: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a certificate for a branch terminal, or renew it."
        )

        @OptionGroup var place: DataOption
        @Argument(help: "The terminal: 1 to 64 letters, digits and hyphens.") var name: String

        func run() async throws {
            try await Reporting.run {
                guard let device = DeviceName(name) else {
                    throw DaemonError(
                        "A terminal's name has 1 to 64 letters, digits and hyphens.",
                        .badData
                    )
                }
                try place.folder.requireBank()
                let tls = place.folder.tls
                try tls.issueDevice(device, now: SystemBankClock().now())
                StandardStream.write(
                    "Carry these to the terminal, and keep no copy of the key:\n"
                        + "\(tls.devicePath(device))\n\(tls.deviceKeyPath(device))\n"
                )
            }
        }
    }
}
