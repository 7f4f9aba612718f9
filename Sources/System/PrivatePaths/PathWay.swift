import DurableFolders
import Glibc

/// The way to a path, and who decides where it leads.
///
/// No link is followed in the place of a file or a folder that has to be its owner's. On the way there
/// links are usual, as from `/home` to another disk.
public enum PathWay {
    /// The most links that a path may lead through, as the system has it.
    private static let linkLimit = 40
    /// The longest path that a link leads to, in bytes, as the system has it.
    private static let targetByteLimit = 4_096

    /// The sentence about the first link on the way to a path that somebody else made or could replace;
    /// nil when there is none.
    ///
    /// Such a link has what is written there go elsewhere. One that root or this user made, in a folder
    /// of theirs into which nobody else may write, leads where they want it. The last part of the path
    /// is not looked at: no link is followed there at all.
    public static func strangeLink(onTheWayTo path: String) -> String? {
        for step in steps(to: path).steps where step.status.st_mode & S_IFMT == S_IFLNK {
            guard isOwn(step.status), isOwn(step.holder), step.holder.st_mode & 0o022 == 0 else {
                return "\(step.path) is a link that another user made or could replace, so it may "
                    + "lead anywhere. Name the folder that it leads to."
            }
        }
        return nil
    }

    /// The sentence about a link in the place of a file or a folder.
    public static func linkSentence(_ path: String) -> String {
        "\(path) is a link, and none is followed. Name what it leads to."
    }

    /// The path from the root, so that it means the same from every folder.
    public static func whole(_ path: String) -> String {
        guard !isFromRoot(path), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return "\(String(cString: here))/\(path)"
    }

    /// A folder or a link that a path leads through.
    struct Step {
        /// Where it is, with no link before it.
        let path: String
        let status: stat
        /// The folder that it is in; the root is in itself.
        let holder: stat
    }

    /// All that a path leads through, from the root on, and the folder that it ends in; no folder where
    /// something on the way is not there, or the links have no end.
    ///
    /// The last part of the path is not among them.
    static func steps(to path: String) -> (steps: [Step], folder: stat?) {
        let folder = DurableFolder.folder(of: whole(path))
        var parts = Array(self.parts(of: folder).reversed())
        var linkCount = 0
        guard let root = status("/") else { return ([], nil) }
        var steps = [Step(path: "/", status: root, holder: root)]
        // Without links in it, so that `..` is the folder above.
        var here: [Substring] = []
        while let part = parts.popLast() {
            if part == "." { continue }
            if part == ".." {
                _ = here.popLast()
                continue
            }
            let next = text(here + [part])
            // What is not there leads nowhere; that is told by whoever needs it.
            guard let status = status(next), let holder = self.status(text(here)) else {
                return (steps, nil)
            }
            steps.append(Step(path: next, status: status, holder: holder))
            guard status.st_mode & S_IFMT == S_IFLNK else {
                here.append(part)
                continue
            }
            linkCount += 1
            // One that cannot be read, and a circle of links, lead nowhere either.
            guard linkCount <= linkLimit, let target = target(ofLink: next) else {
                return (steps, nil)
            }
            if isFromRoot(target) { here = [] }
            parts += self.parts(of: target).reversed()
        }
        return (steps, status(text(here)))
    }

    /// The names in a path, as the system has them: to Swift a mark at the start of a name makes another
    /// character of the slash before it.
    private static func parts(of path: String) -> [Substring] {
        path.unicodeScalars.split(separator: "/").map { Substring($0) }
    }

    private static func isFromRoot(_ path: String) -> Bool {
        path.utf8.first == UInt8(ascii: "/")
    }

    private static func text(_ parts: [Substring]) -> String {
        "/" + parts.joined(separator: "/")
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    private static func isOwn(_ status: stat) -> Bool {
        status.st_uid == 0 || status.st_uid == geteuid()
    }

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
