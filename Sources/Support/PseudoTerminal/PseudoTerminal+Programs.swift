import Glibc

/// Programs of the package, which are built beside the tests.
extension PseudoTerminal {
    /// Returns the path of a program; throws a ``Failure`` if it was not built.
    package static func programPath(_ name: String) throws -> String {
        let candidates = ["/proc/self/exe", CommandLine.arguments.first ?? ""].map { file in
            "\(folder(of: file))/\(name)"
        }
        guard let path = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw Failure(description: "\(name) is not built beside the tests: \(candidates)")
        }
        return path
    }

    private static func folder(of file: String) -> String {
        guard let path = realpath(file, nil) else { return "" }
        defer { free(path) }
        return String(cString: path).split(separator: "/").dropLast().map { "/\($0)" }.joined()
    }

    /// Returns the variable by which a program finds the libraries of the tests, if there is one.
    package static var libraryVariables: [String] {
        getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=\(String(cString: $0))"] } ?? []
    }
}
