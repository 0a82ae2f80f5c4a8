package dev.parley.redis.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A request to a cluster, from when it is asked until it is answered by who has its key. Threading: each try follows from the answer to the
 * one before, on the thread that has read that, or on the clock's.
 */
final class Redirected<T> {
    private final Request<T> request;
    private final Journey journey;
    private final ScheduledExecutorService clock;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Redirected(Cluster cluster, Request<T> request, ScheduledExecutorService clock) {
        this.request = request;
        this.journey = new Journey(cluster, request.key());
        this.clock = clock;
    }

    CompletableFuture<T> begin(Shard home) {
        go(new Journey.Step(home, null, 0));
        return result;
    }

    private void go(Journey.Step step) {
        CompletableFuture<T> answer = step.isAsking()
                ? step.shard().sendAsking(request.lane(), request.command())
                : step.shard().send(request.lane(), request.command());
        answer.whenComplete((done, failure) -> {
            if (failure == null) {
                tellSource(step);
                result.complete(done);
            } else {
                failed(step, failure);
            }
        });
    }

    private void failed(Journey.Step step, Throwable failure) {
        Journey.Step next = journey.next(step, failure);
        if (next == null || !request.mayRunAt(next.shard())) {
            result.completeExceptionally(step.shard().away(failure));
        } else if (next.pauseMillis() == 0) {
            go(next);
        } else {
            clock.schedule(() -> go(next), next.pauseMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * What was published where the slot moves to was heard by nobody: until it is handed over, everybody listens where it comes from. So
     * they are told there.
     */
    private void tellSource(Journey.Step step) {
        if (step.isAsking() && request.tells()) {
            String notices = Keys.noticesBeside(request.key());
            step.source().send(Lane.SPEECH, Redis.COMMANDS.spublish(notices, Keys.SAID_ELSEWHERE));
        }
    }
}
