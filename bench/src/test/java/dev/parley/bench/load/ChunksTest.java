package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChunksTest {
    private static final String CODED = "5\r\nhello\r\nC\r\n, 1\n\nworld 5\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n";
    private static final String PLAIN = "hello, 1\n\nworld 5abcdefghijklmnopqrstuvwxyz";

    @Test
    void chunkSizesAreTakenOutHoweverTheBytesCome() {
        byte[] coded = Mark.ascii(CODED);
        for (int cut = 0; cut <= coded.length; cut++) {
            Chunks chunks = new Chunks();
            assertEquals(
                    PLAIN, strip(chunks, coded, 0, cut) + strip(chunks, coded, cut, coded.length), "cut at " + cut);
        }
    }

    private static String strip(Chunks chunks, byte[] coded, int from, int to) {
        byte[] bytes = coded.clone();
        return new String(bytes, from, chunks.strip(bytes, from, to) - from, StandardCharsets.US_ASCII);
    }
}
