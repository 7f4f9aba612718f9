import Glibc
import Testing

/// What the system tells of one folder: inotify(7).
final class FolderWatch {
    /// Something that was done with the folder.
    enum Event: Equatable {
        /// Another folder was made in it.
        case made
        /// It was opened itself.
        case opened
    }

    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        try #require(descriptor >= 0)
        let mask = UInt32(IN_CREATE | IN_OPEN)
        try #require(inotify_add_watch(descriptor, path, mask) >= 0)
    }

    deinit {
        close(descriptor)
    }

    /// What was done since the last call, in order; what happened to others in it does not count.
    func events() -> [Event] {
        let header = MemoryLayout<inotify_event>.size
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &buffer, buffer.count)
        var events: [Event] = []
        var place = 0
        while place + header <= count {
            let event = buffer.withUnsafeBytes {
                $0.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
            }
            place += header + Int(event.len)
            if event.mask & UInt32(IN_CREATE) != 0 { events.append(.made) }
            if event.mask & UInt32(IN_OPEN) != 0, event.len == 0 { events.append(.opened) }
        }
        return events
    }
}
