import Glibc

/// Resolution of a path, and checks of who controls where it leads.
///
/// No link is followed in place of a file or folder that must belong to its owner. On the way there
/// links are usual, for example from `/home` to another disk.
package enum PathWay {
    /// Maximum number of links in a path, the same as the system's.
    private static let linkLimit = 40
    /// Maximum length of a link's target in bytes, the same as the system's.
    private static let targetByteLimit = 4_096

    /// Returns a sentence about the first link on a path that another user made or could replace.
    ///
    /// Such a link redirects what is written there. A link that root or this user made, in a folder
    /// of theirs into which nobody else may write, leads where they want it. The last part of the
    /// path is not checked, because no link is followed there at all.
    package static func strangeLink(onTheWayTo path: String) -> String? {
        for step in steps(to: path).steps where step.status.kind == .link {
            guard isOwn(step.status), isOwn(step.holder), step.holder.mode & 0o022 == 0 else {
                return "\(step.path) is a link that another user made or could replace, so it may "
                    + "lead anywhere. Name the folder that it leads to."
            }
        }
        return nil
    }

    /// Returns a sentence about a link in place of a file or a folder.
    package static func linkSentence(_ path: String) -> String {
        "\(path) is a link, and none is followed. Name what it leads to."
    }

    /// Returns the path without slashes at its end, with which a link would be followed.
    package static func withoutEndSlash(_ path: String) -> String {
        // Works on Unicode scalars as the system does: a Swift `Character` may join a slash with a
        // combining mark.
        var path = path[...]
        while path.unicodeScalars.dropFirst().last == "/" { path.unicodeScalars.removeLast() }
        return String(path)
    }

    /// Returns the absolute path, so that it means the same in every working directory.
    package static func whole(_ path: String) -> String {
        guard !isFromRoot(path), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }

    /// A folder or link on a path.
    struct Step {
        /// Path of the step, with the links before it resolved.
        let path: String
        let status: FileStatus
        /// Status of the folder that contains it; the root folder contains itself.
        let holder: FileStatus
    }

    /// Returns all folders and links on a path from the root, and the status of its last folder.
    ///
    /// The last part of the path is not included. The folder is nil if a part does not exist or the
    /// links form a loop.
    static func steps(to path: String) -> (steps: [Step], folder: FileStatus?) {
        let folder = LocalFolder.folder(of: whole(path))
        var parts = Array(self.parts(of: folder).reversed())
        var linkCount = 0
        guard let root = FileStatus(at: "/") else { return ([], nil) }
        var steps = [Step(path: "/", status: root, holder: root)]
        // Folders without links, so that `..` means the parent folder.
        var here: [Substring] = []
        while let part = parts.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = here.popLast()
                continue
            }
            let next = text(here + [part])
            // A missing part leads nowhere. The caller that needs it reports it.
            guard let status = FileStatus(at: next), let holder = FileStatus(at: text(here)) else {
                return (steps, nil)
            }
            steps.append(Step(path: next, status: status, holder: holder))
            guard status.kind == .link else {
                here.append(part)
                continue
            }
            linkCount += 1
            // Nor does an unreadable link or a loop of links lead anywhere.
            guard linkCount <= linkLimit, let target = target(ofLink: next) else {
                return (steps, nil)
            }
            if isFromRoot(target) { here = [] }
            parts += self.parts(of: target).reversed()
        }
        return (steps, FileStatus(at: text(here)))
    }

    /// Splits a path into names by Unicode scalars, as the system does.
    ///
    /// A Swift `Character` may join the slash with a combining mark at the start of a name.
    private static func parts(of path: String) -> [Substring] {
        path.unicodeScalars.split(separator: "/").map { Substring($0) }
    }

    private static func isFromRoot(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
    }

    private static func text(_ parts: [Substring]) -> String {
        "/" + parts.joined(separator: "/")
    }

    private static func isOwn(_ status: FileStatus) -> Bool { own.contains(status.owner) }

    private static func target(ofLink path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: targetByteLimit)
        let count = readlink(path, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(
            decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }
}
