package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HeapTest {
    @Test
    void bothGenerationsCount() throws IOException {
        assertEquals((1_234 + 5_678) * 1_024, Heap.used("""
                123:
                 def new generation   total 22144K, used 1234K [0x00000000a0000000, 0x00000000a1800000)
                  eden space 19712K,   6% used [0x00000000a0000000, 0x00000000a0134800)
                 tenured generation   total 32768K, used 5678K [0x00000000a1800000, 0x00000000a3800000)
                 Metaspace       used 99999K, committed 99999K
                """));
    }

    @Test
    void anotherCollectorsHeapIsNoZero() {
        assertThrows(IOException.class, () -> Heap.used(" garbage-first heap   total 32768K, used 5678K"));
    }

    @Test
    void thisTestHasAHeap() throws IOException {
        long pid = ProcessHandle.current().pid();
        assertTrue(isSerial() ? Heap.liveBytes(pid) > 0 : pid > 0);
    }

    private static boolean isSerial() {
        return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
                .anyMatch(collector -> collector.getName().equals("Copy"));
    }
}
