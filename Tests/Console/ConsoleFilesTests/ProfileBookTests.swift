import Glibc
import ConsoleFiles
import Testing

/// Goal: a file of profiles is read exactly or refused with its line, and changed without harm to
/// what people wrote into it.
///
/// Method: small files as texts, and one on disk.
struct ProfileBookTests {
    private func book(_ text: String) throws -> ProfileBook {
        try ProfileBook(text: Array(text.utf8), file: "profiles.toml")
    }

    private static let two = """
        # Banks of the branch
        [branch]
        server = "https://bank.example:8443"   # the main one
        ca = "ca.pem"
        cert = "till-3.pem"
        key = "till-3.key"

        # Only for lessons
        [training]
        socket = "/run/bank.sock"

        """

    @Test("profiles are read in their order, with all their fields")
    func reading() throws {
        let book = try book(Self.two)
        #expect(book.profiles.map(\.name) == ["branch", "training"])
        #expect(book["branch"]?[.server] == "https://bank.example:8443")
        #expect(book["branch"]?[.key] == "till-3.key")
        #expect(book["branch"]?[.proxy] == nil)
        #expect(book["training"]?[.socket] == "/run/bank.sock")
        #expect(book["nobody"] == nil)
        #expect(try self.book("").profiles.isEmpty)
    }

    @Test(
        "what is wrong is told with its line",
        arguments: [
            (
                "[a]\nserver = \"x\"\ncolour = \"red\"\n",
                "profiles.toml:3:1: A profile has no 'colour'"
            ),
            ("[a]\nserver = 1\n", "profiles.toml:2:1: 'server' takes a text"),
            ("[a]\nserver = \"\"\n", "profiles.toml:2:1: 'server' takes a text"),
            ("server = \"x\"\n", "profiles.toml:1:1: 'server' stands outside a profile"),
            ("[a]\nca = \"x\"\n", "A profile needs a 'server' or a 'socket'."),
            ("[a]\nserver = \"x\"\nsocket = \"y\"\n", "not both"),
            ("[\"a b\"]\nserver = \"x\"\n", "A profile's name has"),
            ("[a]\nserver = \"x\n", "profiles.toml:2:"),
            ("[a]\nserver = \"x\"\n[a]\nserver = \"x\"\n", "profiles.toml:3:"),
        ]
    )
    func refusals(text: String, message: String) {
        let error = #expect(throws: ProfileError.self) { try book(text) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("a profile added stands at the end, and nothing else changes")
    func adding() throws {
        let profile = try #require(
            Profile(
                name: "new",
                values: [.server: "https://[::1]:9", .state: "/tmp/a \"b\\c\u{7}"]
            )
        )
        let book = try book(Self.two)
        let added = try book.adding(profile)
        #expect(added.profiles == book.profiles + [profile])
        #expect(try added.removing("new").profiles == book.profiles)
        let error = #expect(throws: ProfileError.self) { try added.adding(profile) }
        #expect(error?.cause == .exists("new"))
    }

    @Test("a profile removed takes its lines along and leaves the others' comments")
    func removing() throws {
        let book = try onDisk(Self.two)
        let rest = try book.removing("branch")
        try rest.write()
        #expect(
            try contents(of: rest.file) == """
                # Banks of the branch
                # Only for lessons
                [training]
                socket = "/run/bank.sock"

                """
        )
        #expect(try rest.removing("training").profiles.isEmpty)
        let error = #expect(throws: ProfileError.self) { try rest.removing("branch") }
        #expect(error?.cause == .unknown("branch"))
        unlink(rest.file)
    }

    // Symptom: in a file whose lines end with CR LF no profile could be removed, and a comment that began
    // with a mark went with the profile above it. Cause: to Swift both are other characters.
    @Test(
        "lines are told apart as they are read, whatever ends or begins them",
        arguments: ["\n", "\r\n"]
    )
    func lineEnds(end: String) throws {
        let lines = [
            "# a", "[a] #\u{301}", "socket = \"/a\"", "#\u{301} of b", "[b]", "socket = \"/b\"", "",
        ]
        let book = try ProfileBook(
            text: Array(lines.joined(separator: end).utf8),
            file: "/tmp/counterfoil-profiles-\(getpid())-ends-\(end.utf8.count).toml"
        )
        let rest = try book.removing("a")
        try rest.write()
        let kept = [lines[0]] + lines[3...]
        #expect(try contents(of: rest.file) == kept.joined(separator: end))
        #expect(try rest.removing("b").profiles.isEmpty)
        unlink(rest.file)
    }

    @Test("a profile that cannot be cut out is left to its owner's hands")
    func inlineProfile() throws {
        let book = try book("a.server = \"x\"\n")
        let error = #expect(throws: ProfileError.self) { try book.removing("a") }
        #expect(error?.description.contains("change the file by hand") == true)
    }

    @Test("the file is for its owner alone, and a file that is not there holds nothing")
    func files() throws {
        let path = "/tmp/counterfoil-profiles-\(getpid())/new/profiles.toml"
        let empty = try ProfileBook(path: path)
        #expect(empty.profiles.isEmpty)
        let profile = try #require(Profile(name: "a", values: [.socket: "/run/bank.sock"]))
        try empty.adding(profile).write()
        var status = stat()
        try #require(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(try ProfileBook(path: path).profiles == [profile])
        unlink(path)
        rmdir("/tmp/counterfoil-profiles-\(getpid())/new")
        rmdir("/tmp/counterfoil-profiles-\(getpid())")
    }

    // Symptom: a pipe in the place of the file was a file without profiles.
    @Test("what is no file is told of, and holds no profiles")
    func noFile() throws {
        let path = "/tmp/counterfoil-profiles-\(getpid())-pipe.toml"
        try #require(mkfifo(path, 0o600) == 0)
        defer { unlink(path) }
        let error = #expect(throws: ProfileError.self) { try ProfileBook(path: path) }
        #expect(error?.cause == .unreadable("it is no file"))
        #expect(error?.isOfContent == false)
    }

    @Test("a name is letters, digits, hyphens and underscores")
    func names() {
        for name in ["a", "branch-7", "A_b", String(repeating: "x", count: 64)] {
            #expect(Profile.isName(name))
        }
        for name in ["", "a b", "a.b", "ä", String(repeating: "x", count: 65), "a\u{1B}"] {
            #expect(!Profile.isName(name))
        }
    }

    // Symptom: "Sign in to branch", while --server named another bank beside --profile branch.
    @Test("a profile stands for its own address, and for none that was named in its place")
    func addresses() throws {
        func profile(_ values: [Profile.Field: String]) throws -> Profile {
            try #require(Profile(name: "branch", values: values))
        }
        func whole(_ path: String) -> String { "/etc/bank/" + path }
        let branch = try profile([.server: "https://bank.example:8443", .socket: "bank.sock"])
        #expect(branch.isAt("https://bank.example:8443", resolve: whole))
        #expect(!branch.isAt("https://localhost:21150", resolve: whole))
        #expect(!branch.isAt("unix:///etc/bank/bank.sock", resolve: whole))
        let host = try profile([.socket: "bank.sock"])
        #expect(host.isAt("unix:///etc/bank/bank.sock", resolve: whole))
        #expect(!host.isAt("unix://bank.sock", resolve: whole))
        #expect(!(try profile([.ca: "ca.pem"]).isAt("https://localhost:21150", resolve: whole)))
    }

    private func onDisk(_ text: String) throws -> ProfileBook {
        try ProfileBook(
            text: Array(text.utf8),
            file: "/tmp/counterfoil-profiles-\(getpid())-removing.toml"
        )
    }

    private func contents(of path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
