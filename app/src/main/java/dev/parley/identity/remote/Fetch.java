package dev.parley.identity.remote;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Small answers, soon, from exactly where they were asked for; or a failure. Threading: may be used by anyone. */
final class Fetch {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 64 * 1024;

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    private Fetch() {}

    /** Fails after 2 s, whatever of it has come, and with more than 64 KiB. */
    static CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> answer = CLIENT.sendAsync(request, head -> new Bounded());
        return answer.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> answer.cancel(true));
    }

    /** Threading: called by the client, one at a time. */
    private static final class Bounded implements BodySubscriber<String> {
        private final BodySubscriber<String> whole = HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        private Flow.Subscription source;
        private int size;
        private boolean isOver;

        @Override
        public CompletionStage<String> getBody() {
            return whole.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            whole.onSubscribe(subscription);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            size += part.stream().mapToInt(ByteBuffer::remaining).sum();
            if (isOver) {
                return;
            }
            if (size > MAX_BYTES) {
                isOver = true;
                source.cancel();
                whole.onError(new IOException("more than " + MAX_BYTES + " bytes"));
            } else {
                whole.onNext(part);
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.onError(failure);
        }

        @Override
        public void onComplete() {
            if (!isOver) {
                whole.onComplete();
            }
        }
    }
}
