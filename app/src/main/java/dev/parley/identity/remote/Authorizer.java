package dev.parley.identity.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.identity.Answered;
import dev.parley.identity.Authority;
import dev.parley.identity.CannotTell;
import dev.parley.identity.Digest;
import dev.parley.identity.Grants;
import dev.parley.identity.Identity;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.Rejected;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Asks an application, with the cookies and the header Authorization that a client has sent, who that is. One question at a time for
 * each credential; its answer holds for as long as the application says, a refusal for a second.
 *
 * <p>Bounded: 64 questions at once, the others can't be told; 20,000 answers, of which those go first that were not used lately.
 *
 * <p>Threading: may be used by anyone; nobody waits.
 */
public final class Authorizer implements Authority {
    private static final int AT_ONCE = 64;
    private static final int MAX_ANSWERS = 20_000;
    private static final long REFUSAL_MILLIS = 1_000;

    private final URI address;
    private final Grants users;
    private final PrivateNames privately;
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final AsyncCache<String, Told> answers = Caffeine.newBuilder()
            .maximumSize(MAX_ANSWERS)
            .expireAfter(Expiry.creating((String credential, Told told) ->
                    Duration.ofMillis(Math.max(0, told.until() - System.currentTimeMillis()))))
            .buildAsync();

    /** What was answered: who it is, or why nobody. */
    private record Told(Identity who, Rejected why, long until) {}

    /**
     * One at this address.
     *
     * @param users what users may of whom the application says nothing else
     * @throws InvalidInput when nothing should be asked there
     */
    public Authorizer(String address, Grants users, PrivateNames privately) {
        this.address = RemoteKeys.address(address);
        this.users = users;
        this.privately = privately;
    }

    @Override
    public CompletableFuture<Identity> ask(String cookies, String authorization) {
        // both are hashed whole, and their border can't be moved: a header has no line end
        return answers.get(
                        Digest.of(cookies + "\n" + authorization),
                        (digest, executor) -> question(cookies, authorization))
                .thenApply(Authorizer::identity);
    }

    private static Identity identity(Told told) {
        if (told.who() == null) {
            throw told.why();
        }
        return told.who();
    }

    /** What fails is not kept. */
    private CompletableFuture<Told> question(String cookies, String authorization) {
        HttpRequest request;
        try {
            request = request(cookies, authorization);
        } catch (IllegalArgumentException noHeaders) {
            return CompletableFuture.completedFuture(refused(Answered.nobody()));
        }
        if (!room.tryAcquire()) {
            return CompletableFuture.failedFuture(new CannotTell(null));
        }
        return Fetch.send(request)
                .whenComplete((answer, failure) -> room.release())
                .handle((answer, failure) -> failure == null ? told(answer) : unknown(failure));
    }

    private HttpRequest request(String cookies, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies);
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private Told told(HttpResponse<String> answer) {
        return switch (answer.statusCode()) {
            case 200 -> accepted(answer.body());
            case 401 -> refused(Answered.nobody());
            case 403 -> refused(Answered.barred(detail(answer.body())));
            default -> unknown(null);
        };
    }

    private Told accepted(String body) {
        try {
            Identity who = Answered.read(body, users, privately, Instant.now());
            return new Told(who, null, who.term().until());
        } catch (InvalidInput | Rejected unfit) {
            return unknown(unfit);
        }
    }

    private static Told refused(Rejected why) {
        return new Told(null, why, System.currentTimeMillis() + REFUSAL_MILLIS);
    }

    private static Told unknown(Throwable cause) {
        throw new CannotTell(cause);
    }

    @Override
    public String toString() {
        return address.toString();
    }

    private static String detail(String body) {
        try {
            JsonNode detail = Json.object(body).path("detail");
            return detail.isTextual() ? detail.textValue() : "";
        } catch (InvalidInput noJson) {
            return "";
        }
    }
}
