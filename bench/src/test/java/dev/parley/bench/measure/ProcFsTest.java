package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProcFsTest {
    @Test
    void cpuTimeIsThatOfUserAndSystem() {
        String stat = "42 (nginx: worker (1)) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 1 0 100 0 0";
        assertEquals(3.0, ProcFs.cpuSeconds(stat));
    }

    @Test
    void whatAThreadWasBusyIsTheFirstNumber() {
        assertEquals(83_719_244, ProcFs.busyNanos("83719244 1200 42\n"));
        assertEquals(0, ProcFs.busyNanos(""));
    }

    @Test
    void aProcessThatHasEndedCostsNothing() {
        assertEquals(0, ProcFs.cpuSeconds(""));
        assertEquals(0, ProcFs.kibibytes("", "RssAnon"));
    }

    @Test
    void memoryIsReadByItsName() {
        assertEquals(
                1_234, ProcFs.kibibytes("VmRSS:\t    9999 kB\nRssAnon:\t    1234 kB\nRssFile:\t 5 kB\n", "RssAnon"));
    }

    @Test
    void threadsThatCompileAreKnownByTheirNames() {
        assertTrue(ProcFs.isCompiler("C2 CompilerThre\n"));
        assertFalse(ProcFs.isCompiler("redis-listener\n"));
    }
}
