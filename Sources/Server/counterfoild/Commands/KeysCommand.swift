import ArgumentParser
import BankDaemon
import Certificates

/// Command `counterfoild keys`, which changes keys and makes certificates.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Change keys, and make certificates for terminals.",
        subcommands: [Rotate.self, Device.self]
    )

    /// Command `keys rotate`, which replaces keys.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change keys; a running server goes on and refuses nobody.",
            discussion: """
                It may be interrupted at any point: what was begun is ended by the next start of \
                the server, or by the same command again, which with --master makes one more key. \
                A master key that a backup needs stays, unless --keys-are-kept is given.
                """
        )

        @OptionGroup var place: DataOption
        @Flag(help: "The master key: every secret in the books is sealed anew.")
        var master = false
        @Flag(help: "The key that signs access tokens.")
        var signing = false
        @Flag(help: "The server's certificate and its key.")
        var tls = false
        @Flag(
            help: """
                With --master: you have copied the present master keys to a safe place, over no \
                other key there, for the backups that need them.
                """
        )
        var keysAreKept = false

        func validate() throws {
            guard master || signing || tls else {
                throw ValidationError("Say which: --master, --signing, --tls, or several.")
            }
            guard master || !keysAreKept else {
                throw ValidationError("--keys-are-kept goes with --master.")
            }
        }

        func run() async throws {
            try await Reporting.run {
                if master, !keysAreKept {
                    try BackupBook(place.folder).requireNone(needing: place.folder.keys)
                }
                if master {
                    let request = AdminRequest.rotateMasterKey(keysAreKept: keysAreKept)
                    try await AdminAct.perform(request, at: place)
                }
                if signing { try await AdminAct.perform(.rotateSigningKey, at: place) }
                if tls { try await AdminAct.perform(.rotateTLS, at: place) }
            }
        }
    }

    /// Command `keys device`, which makes or renews a terminal's certificate.
    struct Device: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a certificate for a branch terminal, or renew it."
        )

        @OptionGroup var place: DataOption
        @Argument(
            help: "The terminal: 1 to \(DeviceName.characterLimit) letters, digits and hyphens."
        )
        var name: String
        @Flag(help: "Replace the certificate and the key that are there.") var renew = false

        func run() async throws {
            try await Reporting.run {
                guard let device = DeviceName(name) else {
                    throw DaemonError(DeviceName.rule, .badData)
                }
                let tls = place.folder.tls
                let maker = TerminalMaker(place.folder, clock: SystemBankClock())
                let note = try await maker.issue(device, isRenewal: renew)
                let before =
                    renew
                    ? "The certificate before it goes on working until it ends, or the terminal is "
                        + "revoked.\n" : ""
                try DoneAnswer.write(
                    "Carry these to the terminal, and keep no copy of the key:\n"
                        + "\(tls.devicePath(device))\n\(tls.deviceKeyPath(device))\n"
                        + before + (note.map { "\($0)\n" } ?? ""),
                    remedy: "The certificate and its key are in \(tls.devicesPath)."
                )
            }
        }
    }
}
