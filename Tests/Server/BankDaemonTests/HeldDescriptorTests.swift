// Goal: the bank releases its locks, even if a child that was forked meanwhile has a copy.
// Method: a second descriptor of the open file, as a child has between fork and exec.

import Glibc
import Testing

@testable import BankDaemon

@Suite("Descriptors that a child can hold")
struct HeldDescriptorTests {
    // Symptom: on a busy machine a file that had just been written was still locked. Cause: its lock
    // was given up by closing it, and another test had forked a child meanwhile.
    @Test("a file that was appended to is free at once, although a copy of its descriptor is open")
    func append() throws {
        let place = try TestPlace()
        let path = place.top + "/lines"
        var copy: Int32 = -1
        defer { close(copy) }
        var wasFree = true
        try PrivateFile.append(to: path, byteLimit: 9) { _ throws(DaemonError) in
            copy = Self.descriptorCopy(of: path)
            wasFree = Self.isFree(path)
            return [1]
        }
        try #require(copy >= 0)
        #expect(!wasFree)
        #expect(Self.isFree(path))
    }

    @Test("a folder that was locked is free at once, although a copy of its descriptor is open")
    func whileLocked() throws {
        let place = try TestPlace()
        var copy: Int32 = -1
        defer { close(copy) }
        var wasFree = true
        try PrivateFile.whileLocked(folder: place.top) { () throws(DaemonError) in
            copy = Self.descriptorCopy(of: place.top)
            wasFree = Self.isFree(place.top)
        }
        try #require(copy >= 0)
        #expect(!wasFree)
        #expect(Self.isFree(place.top))
    }

    // That there is no moment between the taking and the mark is told by the system call alone; the
    // test of banned words sees to that.
    @Test("a program that the bank starts has none of an operator's connections")
    func connections() throws {
        let place = try TestPlace()
        let path = place.top + "/admin.sock"
        let socket = try AdminSocket.listen(at: path)
        defer { socket.close() }
        let client = try #require(try AdminSocket.connect(to: path))
        defer { client.close() }
        let stop = try StopPipe()
        let taken = withExtendedLifetime(stop) { socket.accept(unless: stop.readable) }
        let connection = try #require(taken)
        defer { connection.close() }
        for descriptor in [socket, client, connection].map(\.descriptor) {
            let flags = fcntl(descriptor, F_GETFD)
            #expect(flags >= 0 && flags & FD_CLOEXEC != 0)
        }
    }

    /// A copy of the descriptor under which this process has a file open, negative when it has not; it
    /// shares the open file, and so the lock, as the copy in a forked child does.
    private static func descriptorCopy(of path: String) -> Int32 {
        for descriptor in 0..<getdtablesize() {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
            let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
            guard String(decoding: bytes, as: UTF8.self) == path else { continue }
            return fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        }
        return -1
    }

    /// True if nobody holds the lock of a file or a folder.
    private static func isFree(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        flock(descriptor, LOCK_UN)
        return true
    }
}
