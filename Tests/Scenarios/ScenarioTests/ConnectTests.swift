import Certificates
import Cryptography
import Glibc
import Testing

/// Goal: faults of the way to a bank are reported before a screen opens, in a sentence and with a
/// status; and profiles keep that way under a name.
///
/// Method: the program run to its end, with files that are made for each case. No bank is needed.
@Suite("Scenario: the way to a bank")
struct ConnectTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var profiles: String { "\(folder.path)/profiles.toml" }

    /// Runs a command that has to fail.
    private func refusal(_ arguments: [String], status: Int) throws -> String {
        let run = try CommandRun.counterfoil(arguments)
        #expect(run.status == status, "\(arguments): \(run.errors)")
        #expect(run.output.isEmpty)
        return run.errors
    }

    @Test(
        "an address that is none, or would be without TLS, is refused",
        arguments: [
            ("http://bank.example", "without TLS"), ("bank.example", "begin with https://"),
            ("https://bank.example:0", "port"), ("https://bank.example/v1", "behind the host"),
            ("unix://bank.sock", "whole path"), ("https://", "host name"),
        ]
    )
    func addresses(server: String, words: String) throws {
        let errors = try refusal(["--server", server, "--ca", "/nowhere"], status: 78)
        #expect(errors.hasPrefix("counterfoil: The bank's address '\(server)' "))
        #expect(errors.contains(words), "\(errors)")
        #expect(errors.count { $0 == "\n" } == 1)
    }

    @Test(
        "what is missing is asked for with the option that gives it",
        arguments: [
            (["--server", "https://bank.example"], "--ca FILE"),
            (["--linear"], "--server URL"),
            (["--server", "https://b", "--ca", "a", "--cert", "c"], "--key FILE"),
            (["--server", "https://b", "--ca", "a", "--key", "k"], "--cert FILE"),
            (["profile", "add", "b"], "--server URL"),
            (["profile", "add", "a b", "--server", "https://b"], "letters, digits"),
        ]
    )
    func missing(arguments: [String], words: String) throws {
        let profiles = arguments.first == "profile" || arguments == ["--linear"]
        let more = profiles ? ["--profiles", self.profiles] : []
        #expect(try refusal(arguments + more, status: 64).contains(words))
    }

    @Test("an authority's file that is not there, or no certificate, is told by its name")
    func authority() throws {
        try folder.write("no certificate", to: "ca.pem")
        let server = ["--server", "https://bank.example", "--ca"]
        let missing = try refusal(server + ["\(folder.path)/none.pem"], status: 66)
        #expect(missing.contains("\(folder.path)/none.pem, the authority's certificate, cannot"))
        let wrong = try refusal(server + ["\(folder.path)/ca.pem"], status: 65)
        #expect(wrong.contains("ca.pem is not the authority's certificate"))
        let notAFile = try refusal(server + [folder.path], status: 66)
        #expect(notAFile.contains("it is no file"))
    }

    @Test("a terminal's key has to be the one of its certificate, and for its owner alone")
    func terminal() throws {
        let files = try TerminalFiles(in: folder)
        let server = ["--linear", "--server", "https://127.0.0.1:1", "--ca", files.authority]
        let state = ["--state", "\(folder.path)/state"]
        let foreign = try refusal(
            server + ["--cert", files.certificate, "--key", files.otherKey],
            status: 78
        )
        #expect(foreign.contains("is not that of the certificate"))
        let noKey = try refusal(
            server + ["--cert", files.certificate, "--key", files.certificate],
            status: 65
        )
        #expect(noKey.contains("is not the terminal's key"))

        let terminal = ["--cert", files.certificate, "--key", files.key]
        let closed = try CommandRun.counterfoil(server + terminal + state)
        #expect(closed.status == 0 && closed.errors.isEmpty, "\(closed.errors)")
        try #require(chmod(files.key, 0o644) == 0)
        let open = try CommandRun.counterfoil(server + terminal + state)
        #expect(open.status == 0)
        #expect(open.errors.contains("chmod 600 \(files.key)"))
    }

    @Test("what a console keeps for a bank is in a folder of its own, for its owner alone")
    func stateFolder() throws {
        let files = try TerminalFiles(in: folder)
        let state = "\(folder.path)/deep/state"
        for port in [1, 2] {
            let run = try CommandRun.counterfoil([
                "--linear", "--server", "https://127.0.0.1:\(port)", "--ca", files.authority,
                "--state", state,
            ])
            #expect(run.status == 0, "\(run.errors)")
        }
        let list = try CommandRun("/bin/ls", [state]).output
        #expect(list == "127.0.0.1_1\n127.0.0.1_2\n")
        var status = stat()
        try #require(stat("\(state)/127.0.0.1_1", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
    }

    // Symptom: a console at a bank with real money opened in the colours of a demonstration, and a
    // profile with them was added. Cause: nobody asked a theme which sessions it is made for. The
    // refusal comes before a screen does, and before anything is written down.
    @Test("a theme for demonstrations is refused where money is real, however it is named")
    func demoTheme() throws {
        let state = ["--state", "\(folder.path)/state"]
        let bank = ["--server", "unix:///nowhere"] + state
        let words = "counterfoil: The theme 'demo' is for demonstrations only"
        let option = try refusal(["--linear", "--theme", "demo"] + bank, status: 78)
        #expect(option.hasPrefix(words), "\(option)")
        #expect(option.count { $0 == "\n" } == 1, "\(option)")

        let here = ["--profiles", profiles]
        let add = ["profile", "add", "branch", "--theme", "demo"] + bank + here
        let added = try refusal(add, status: 78)
        #expect(added.hasPrefix(words), "\(added)")
        #expect(try CommandRun.counterfoil(["profile", "list"] + here).output.isEmpty)
        let program = try BuiltProgram.path("counterfoil")
        let variable = try CommandRun(
            "/usr/bin/env",
            ["COUNTERFOIL_THEME=demo", program, "--linear"] + bank
        )
        #expect(variable.status == 78)
        #expect(variable.errors.hasPrefix(words), "\(variable.errors)")

        // Whoever writes the file by hand is told when the console is opened.
        try folder.write(
            """
            [branch]
            socket = "/nowhere"
            state = "\(folder.path)/state"
            theme = "demo"
            """,
            to: "profiles.toml"
        )
        let profile = try refusal(["--linear", "--profile", "branch"] + here, status: 78)
        #expect(profile.hasPrefix(words), "\(profile)")

        let light = ["--linear", "--profile", "branch", "--theme", "light"] + here
        #expect(try CommandRun.counterfoil(light).status == 0)
    }

    @Test("a bank that does not answer is told at sign-in with the reason")
    func nobodyThere() throws {
        let files = try TerminalFiles(in: folder)
        let run = try CommandRun.counterfoil(
            [
                "--linear", "--server", "https://127.0.0.1:1", "--ca", files.authority, "--state",
                "\(folder.path)/state",
            ],
            input: "asha\npassword\n123456\n"
        )
        #expect(run.output.contains("Nobody listens at the bank's address."), "\(run.output)")
    }

    @Test("a profile is added, listed, used and removed")
    func profile() throws {
        let files = try TerminalFiles(in: folder)
        let here = ["--profiles", profiles]
        let add = [
            "profile", "add", "branch", "--server", "https://127.0.0.1:1", "--ca", files.authority,
            "--state", "\(folder.path)/state", "--proxy", "none",
        ]
        #expect(try CommandRun.counterfoil(add + here).status == 0)
        #expect(try refusal(add + here, status: 65).contains("already"))
        let list = try CommandRun.counterfoil(["profile", "list"] + here)
        #expect(list.output == "branch\thttps://127.0.0.1:1\n")

        let run = try CommandRun.counterfoil(["--linear", "--profile", "branch"] + here)
        #expect(run.status == 0 && run.output.contains("branch"), "\(run.output)\(run.errors)")

        #expect(try CommandRun.counterfoil(["profile", "remove", "branch"] + here).status == 0)
        #expect(try refusal(["profile", "remove", "branch"] + here, status: 66).contains("branch"))
        #expect(try refusal(["--profile", "branch"] + here, status: 66).contains("profile list"))
    }

    // Symptom: profiles that others may write were used without a word, and they name the server and
    // whom to trust. What others may only read is nobody's secret.
    @Test("profiles that others may change are refused, those that they may read are used")
    func sharedProfiles() throws {
        let files = try TerminalFiles(in: folder)
        let here = ["--linear", "--profile", "a", "--profiles", profiles]
        let text = """
            [a]
            server = "https://127.0.0.1:1"
            ca = "\(files.authority)"
            state = "\(folder.path)/state"
            """
        try folder.write(text, to: "profiles.toml")
        try #require(chmod(profiles, 0o644) == 0)
        #expect(try CommandRun.counterfoil(here).status == 0)

        // Only root's group is certain to be nobody's own.
        let shared: mode_t = geteuid() == 0 ? 0o660 : 0o606
        for (path, mode) in [(profiles, 0o666), (profiles, shared), (folder.path, 0o777)]
            as [(String, mode_t)]
        {
            try #require(chmod(path, mode) == 0)
            let errors = try refusal(here, status: 78)
            let end = "may change \(path). Put it right with: chmod go-w \(path)\n"
            #expect(errors == "counterfoil: Others than you \(end)")
            #expect(try refusal(["profile", "list", "--profiles", profiles], status: 78) == errors)
            try #require(chmod(path, path == profiles ? 0o644 : 0o700) == 0)
        }
        // As in /tmp, where others may add files and replace none.
        try #require(chmod(folder.path, 0o1777) == 0)
        #expect(try CommandRun.counterfoil(here).status == 0)
        try #require(chmod(folder.path, 0o700) == 0)

        try #require(rename(profiles, "\(folder.path)/aside") == 0)
        try #require(symlink("aside", profiles) == 0)
        #expect(try refusal(here, status: 78).contains("\(profiles) is a link, and none is"))
        try #require(unlink(profiles) == 0 && mkfifo(profiles, 0o600) == 0)
        #expect(try refusal(here, status: 78).contains("\(profiles) is no file."))
    }

    @Test("an authority, a certificate or a key that others may change is not used")
    func sharedFiles() throws {
        let files = try TerminalFiles(in: folder)
        let call = [
            "--linear", "--server", "https://127.0.0.1:1", "--ca", files.authority, "--cert",
            files.certificate, "--key", files.key, "--state", "\(folder.path)/state",
        ]
        #expect(try CommandRun.counterfoil(call).status == 0)
        for file in [files.authority, files.certificate, files.key] {
            // Only root's group is certain to be nobody's own.
            try #require(chmod(file, geteuid() == 0 ? 0o620 : 0o602) == 0)
            #expect(try refusal(call, status: 78).contains("Others than you may change \(file)."))
            try #require(chmod(file, 0o600) == 0)
            try #require(rename(file, file + ".aside") == 0 && symlink(file + ".aside", file) == 0)
            #expect(try refusal(call, status: 78).contains("\(file) is a link"))
            try #require(rename(file + ".aside", file) == 0)
        }
    }

    // Symptom: a console sent a password to a socket that another user had put in the bank's place.
    // Cause: nobody asked whose it is.
    @Test("a socket that may be another's than the bank's is refused before anything is sent")
    func strangeSocket() throws {
        let (place, socket) = ("\(folder.path)/run", "\(folder.path)/run/x.sock")
        try #require(mkdir(place, 0o755) == 0)
        let call = [
            "--linear", "--server", "unix://\(socket)", "--state", "\(folder.path)/state",
        ]
        #expect(try CommandRun.counterfoil(call).status == 0)
        try folder.write("", to: "run/x.sock")
        #expect(try refusal(call, status: 78).contains("\(socket) is no socket."))
        try #require(rename(socket, "\(place)/aside") == 0 && symlink("aside", socket) == 0)
        #expect(try refusal(call, status: 78).contains("\(socket) is a link"))
        try #require(unlink(socket) == 0)
        try Self.makeSocket(socket)
        #expect(try CommandRun.counterfoil(call).status == 0)
    }

    @Test(
        "a socket of another user is the bank's only where he alone could have put it",
        .enabled(if: geteuid() == 0, "sockets are given away by root alone")
    )
    func socketOfAnother() throws {
        let (place, socket) = ("\(folder.path)/run", "\(folder.path)/run/x.sock")
        try #require(mkdir(place, 0o755) == 0)
        let call = [
            "--linear", "--server", "unix://\(socket)", "--state", "\(folder.path)/state",
        ]
        try Self.makeSocket(socket)
        #expect(try CommandRun.counterfoil(call).status == 0)
        try #require(lchown(socket, 12_345, 12_345) == 0)
        let words = "\(socket) belongs to another user, and others than the bank may have put it"
        #expect(try refusal(call, status: 78).contains(words))
        // In a folder of its owner that nobody else changes it is the bank's.
        try #require(lchown(place, 12_345, 12_345) == 0)
        #expect(try CommandRun.counterfoil(call).status == 0)
        for path in [place, folder.path] {
            try #require(chmod(path, 0o777) == 0)
            #expect(try refusal(call, status: 78).contains(words))
            try #require(chmod(path, 0o755) == 0)
        }
    }

    /// Makes a socket at which nobody listens.
    private static func makeSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { start in
            start.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
    }

    // Symptom: what a profile holds went to the terminal as it is, an escape with it.
    @Test("no character that steers a terminal is printed, whatever a file or an option holds")
    func steering() throws {
        let escape = "\u{1B}[31m"
        try folder.write("[a]\nserver = \"https://b\\u001b[31m\"\n", to: "profiles.toml")
        let calls = [
            ["--profile", "a", "--profiles", profiles],
            ["--profile", "a\(escape)", "--profiles", profiles],
            ["--server", "https://b\(escape)"], ["export", "--format", escape, "--state", "/"],
            ["theme", "check", "\(folder.path)/\(escape)"], ["demo", "--as", escape], [escape],
        ]
        for call in calls {
            let run = try CommandRun.counterfoil(call)
            #expect(run.status != 0)
            #expect(run.errors.contains("\u{FFFD}[31m"), "\(run.errors)")
            #expect(!(run.output + run.errors).unicodeScalars.contains("\u{1B}"))
        }
    }

    // Symptom: a folder for a bank was made in one that was refused then. Cause: all folders were
    // made first, and looked at after.
    @Test("nothing is made in a folder that is refused, or behind a link that others could replace")
    func refusedState() throws {
        let (state, link) = ("\(folder.path)/state", "\(folder.path)/link")
        let shared = "\(folder.path)/shared"
        for path in [state, shared] { try #require(mkdir(path, 0o700) == 0) }
        try #require(symlink(state, link) == 0 && symlink(state, "\(shared)/link") == 0)
        try #require(chmod(shared, 0o777) == 0)
        let calls = [["demo"], ["--server", "unix:///nowhere"]]
            .map { $0 + ["--linear", "--state"] }
        for call in calls {
            #expect(try refusal(call + [link], status: 78).contains("\(link) is a link"))
            let strange = try refusal(call + ["\(shared)/link/below"], status: 78)
            #expect(strange.contains("\(shared)/link is a link that another user made"))
            try #require(chmod(state, 0o777) == 0)
            #expect(try refusal(call + [state], status: 78).contains("chmod 700 \(state)"))
            try #require(chmod(state, 0o700) == 0)
        }
        #expect(try CommandRun("/bin/ls", ["-A", state]).output.isEmpty)
    }

    @Test("a mistake in the file of profiles is told with its line")
    func brokenProfiles() throws {
        try folder.write("[a]\nserver = \"https://b\"\ncolour = \"red\"\n", to: "profiles.toml")
        let errors = try refusal(["--profile", "a", "--profiles", profiles], status: 78)
        #expect(errors.hasPrefix("counterfoil: \(profiles):3:1: A profile has no 'colour'."))
    }
}

/// The files of a terminal, made for one test.
private struct TerminalFiles {
    let authority: String
    let certificate: String
    let key: String
    let otherKey: String

    init(in folder: TemporaryFolder) throws {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let validity = Validity(days: 2, fromNowSeconds: Int64(time.tv_sec))
        let authority = try CertificateAuthority.make(name: "Test", validity: validity)
        let key = try CertificateKey.generate()
        let certificate = try authority.issue(
            .device(try #require(DeviceName("till-3"))),
            for: key,
            validity: validity
        )
        try folder.write(Self.text(authority.certificate.pem()), to: "authority.pem")
        try folder.write(Self.text(certificate.pem()), to: "till-3.pem")
        try folder.write(Self.text(of: key), to: "till-3.key")
        try folder.write(Self.text(of: CertificateKey.generate()), to: "other.key")
        self.authority = "\(folder.path)/authority.pem"
        self.certificate = "\(folder.path)/till-3.pem"
        self.key = "\(folder.path)/till-3.key"
        otherKey = "\(folder.path)/other.key"
        try #require(chmod(self.key, 0o600) == 0)
    }

    private static func text(of key: CertificateKey) throws -> String {
        let bytes = try key.pem().duplicate().withBytes { bytes in
            bytes.indices.map { bytes[$0] }
        }
        return text(bytes)
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
