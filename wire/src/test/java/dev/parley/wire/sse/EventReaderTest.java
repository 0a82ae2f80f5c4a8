package dev.parley.wire.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
    private final EventReader reader = new EventReader();

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void blocksEndAtABlankLineOfAnyKind(String lineBreak) {
        String text = String.join(lineBreak, "event: a", "data: 1", "data:2", "id: 7", "", "data", "", "");
        for (int i = 0; i < text.length(); i++) {
            feed(text.substring(i, i + 1));
        }
        List<Block> blocks = reader.blocks();
        assertEquals(2, blocks.size());
        assertEquals("a", blocks.get(0).type());
        assertEquals("1\n2", blocks.get(0).data());
        assertEquals(Optional.of("7"), blocks.get(0).id());
        assertEquals(0, blocks.get(0).from());
        assertEquals(blocks.get(0).to(), blocks.get(1).from());
        assertEquals(text.length(), blocks.get(1).to());
        assertTrue(blocks.get(1).hasData());
    }

    @Test
    void aStrictReaderTakesTheIdAtTheBlankLineAndAnEarlyOneAtItsOwn() {
        feed("data: a\nid: 1\n\nid: 2\ndata: b");
        assertEquals(Optional.of("1"), reader.strictCursor());
        assertEquals(Optional.of("2"), reader.earlyCursor());
        assertFalse(reader.isBetweenBlocks());
    }

    @Test
    void halfAnIdIsNone() {
        feed("data: a\nid: 1\n\ndata: b\nid: 2");
        assertEquals(Optional.of("1"), reader.earlyCursor());
    }

    @Test
    void commentsAndBlankLinesAreBlocksWithoutData() {
        feed("\n: hi\n\nretry: 1\n\n:");
        assertEquals(3, reader.blocks().size());
        assertTrue(reader.blocks().get(0).lines().isEmpty());
        assertTrue(reader.blocks().get(1).isComment());
        assertFalse(reader.blocks().get(2).isComment());
        assertTrue(reader.blocks().stream().noneMatch(Block::hasData));
    }

    @Test
    void aByteOrderMarkAtTheStartIsIgnored() {
        feed("\uFEFFdata: a\n\n");
        assertEquals("a", reader.blocks().get(0).data());
    }

    private void feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, 0);
    }
}
