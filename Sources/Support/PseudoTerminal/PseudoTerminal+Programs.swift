import Glibc

/// Programs of the package, which are built beside the tests.
extension PseudoTerminal {
    /// Returns the path of a program by its name.
    ///
    /// - Throws: ``Failure`` if it was not built.
    public static func programPath(_ name: String) throws -> String {
        let candidates = ["/proc/self/exe", CommandLine.arguments.first ?? ""].compactMap { file in
            realpath(file, nil).map { path in
                defer { free(path) }
                let parts = String(cString: path).split(separator: "/").dropLast()
                return "/\(parts.joined(separator: "/"))/\(name)"
            }
        }
        guard let path = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw Failure(description: "\(name) is not built beside the tests: \(candidates)")
        }
        return path
    }

    /// Returns the variable by which a program finds the libraries of the tests, if there is one.
    public static var libraryVariables: [String] {
        getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=\(String(cString: $0))"] } ?? []
    }
}
