package dev.parley.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Many ask, and one question is under way. */
class SharedTest {
    private final List<CompletableFuture<String>> asked = new ArrayList<>();

    @Test
    void whoAsksMeanwhileGetsTheSameAnswer() {
        Shared<String> shared = new Shared<>(Duration.ofHours(1), this::ask);
        CompletableFuture<String> first = shared.get();
        assertSame(first, shared.get());
        asked.get(0).complete("answer");
        assertSame(first, shared.get());
        assertEquals("answer", first.join());
    }

    @Test
    void aFailureIsRememberedToo() {
        Shared<String> shared = new Shared<>(Duration.ofHours(1), this::ask);
        shared.get();
        asked.get(0).completeExceptionally(new IllegalStateException("away"));
        assertTrue(shared.get().isCompletedExceptionally());
        assertEquals(1, asked.size());
    }

    @Test
    void whatIsNotFreshAnyMoreIsAskedForAgain() {
        Shared<String> shared = new Shared<>(Duration.ofNanos(-1), this::ask);
        CompletableFuture<String> first = shared.get();
        assertSame(first, shared.get(), "one at a time");
        asked.get(0).complete("old");
        assertNotSame(first, shared.get());
    }

    private CompletableFuture<String> ask() {
        asked.add(new CompletableFuture<>());
        return asked.get(asked.size() - 1);
    }
}
