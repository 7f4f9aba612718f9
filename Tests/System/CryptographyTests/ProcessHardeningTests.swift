// Goal: a process that forbids it has no memory that others could read.
// Method: a process of its own, since nothing can be allowed again; what the kernel says of it.

import Testing

@testable import Cryptography

@Suite("Hardening of the process")
struct ProcessHardeningTests {
    @Test("memory can be dumped until that is forbidden, and not after")
    func dumps() async {
        await #expect(processExitsWith: .success) {
            #expect(ProcessHardening.allowsMemoryDumps)
            #expect(ProcessHardening.forbidMemoryDumps())
            #expect(!ProcessHardening.allowsMemoryDumps)
        }
    }
}
