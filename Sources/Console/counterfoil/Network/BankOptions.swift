import ArgumentParser
import ConsoleFiles

/// Options for connecting to a bank.
struct BankOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The bank: https://host[:port] or unix:///path.", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "The certificate of the only authority that is trusted, in PEM.",
            valueName: "file"
        )
    )
    var ca: String?

    @Option(help: ArgumentHelp("The certificate of this terminal, in PEM.", valueName: "file"))
    var cert: String?

    @Option(help: ArgumentHelp("The key of the terminal's certificate, in PEM.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("A proxy, http://host:port; `none` for no proxy.", valueName: "url"))
    var proxy: String?

    @Option(
        help: ArgumentHelp(
            "The folder for what this console keeps, sealed: records, leases, outboxes.",
            valueName: "dir"
        )
    )
    var state: String?

    @Option(help: ArgumentHelp("The colours; see `counterfoil theme list`.", valueName: "name"))
    var theme: String?

    /// The given options, by the fields of a profile.
    var values: [Profile.Field: String] {
        let given: [Profile.Field: String?] = [
            .server: server, .ca: ca, .cert: cert, .key: key, .proxy: proxy, .state: state,
            .theme: theme,
        ]
        return given.compactMapValues(\.self)
    }
}

/// Options for the file of profiles.
struct ProfileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file of profiles; ~/.config/counterfoil/profiles.toml by default.",
            valueName: "file"
        )
    )
    var profiles: String?

    /// Opens and parses the file of profiles.
    func open() throws -> ProfileBook {
        let path =
            try profiles ?? ProcessEnvironment["COUNTERFOIL_PROFILES"]
            ?? HomeFolders.configuration() + "/profiles.toml"
        // The file determines where passwords are sent and which authority is trusted.
        try PrivatePlace.requireUnchangedByOthers(path)
        do {
            return try ProfileBook(path: path)
        } catch {
            throw CommandFailure("\(error)", error.isOfContent ? .configuration : .noInput)
        }
    }
}
