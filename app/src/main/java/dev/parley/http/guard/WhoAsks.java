package dev.parley.http.guard;

import dev.parley.http.problem.Problem;
import dev.parley.http.problem.Refusal;
import dev.parley.identity.Access;
import dev.parley.identity.Identity;
import dev.parley.identity.Registrar;
import dev.parley.identity.Voucher;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds out who asks, by what they show: a token, an API key, a ticket, or what an application knows them by; and whether a page of
 * others could be behind it.
 */
final class WhoAsks {
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Access access;
    private final StrangerGuard strangers;
    private final Registrar registrar;
    private final Waiting waiting;
    private final Verified verified;
    private final CompletableFuture<Identity> guest;

    WhoAsks(Access access, StrangerGuard strangers, AddressGuard addresses, Registrar registrar, Waiting waiting) {
        this.access = access;
        this.strangers = strangers;
        this.registrar = registrar;
        this.waiting = waiting;
        this.verified = new Verified(access, registrar::denied, addresses);
        this.guest = CompletableFuture.completedFuture(access.guest());
    }

    /**
     * Goes on with whoever it is, now or when that is known.
     *
     * @throws Problem when what is shown is no good
     */
    void find(Context ctx, boolean isStream, Consumer<Identity> then) {
        Credential credential = Credential.find(ctx, access.cookie()).orElse(null);
        if (credential != null && credential.from() == Credential.From.TICKET) {
            requireStream(ctx, isStream, credential.value());
            waiting.answer(
                    ctx, () -> registrar.redeem(credential.value()), voucher -> then.accept(holder(ctx, voucher)));
        } else if (access.authority() != null && mustAsk(ctx, credential)) {
            waiting.answer(ctx, () -> ask(ctx, credential), then);
        } else {
            goOn(ctx, who(ctx, credential), then);
        }
    }

    /**
     * The same of who leaves, where people have tokens: with what does not hold any more they are nobody, and free to go.
     *
     * @throws Problem when they may not even do that
     */
    void findLeaving(Context ctx, Consumer<Leaving> then) {
        Credential credential = Credential.find(ctx, access.cookie()).orElse(null);
        CompletableFuture<Identity> who;
        try {
            who = who(ctx, credential);
        } catch (RuntimeException refused) {
            who = CompletableFuture.failedFuture(refused);
        }
        goOn(ctx, who.handle(this::leaving), then);
    }

    /**
     * Who leaves.
     *
     * @param doubt what kept it from being found out, and passes; null where nothing did
     */
    record Leaving(Identity who, RuntimeException doubt) {}

    private Leaving leaving(Identity who, Throwable failure) {
        if (failure == null) {
            return new Leaving(who, null);
        }
        RuntimeException why = cause(failure);
        Refusal refusal = why instanceof Problem refused ? refused.refusal() : Refusal.AUTHORITY_AWAY;
        return switch (refusal) {
            case TOKEN, KICKED -> new Leaving(access.guest(), null);
            case AUTHORITY_AWAY -> new Leaving(access.guest(), why);
            default -> throw why;
        };
    }

    /** At once where nothing has to be fetched for it, as nearly always. */
    private <T> void goOn(Context ctx, CompletableFuture<T> who, Consumer<T> then) {
        if (!who.isDone()) {
            waiting.answer(ctx, () -> who, then);
            return;
        }
        try {
            then.accept(who.join());
        } catch (CompletionException failed) {
            throw cause(failed);
        }
    }

    private static RuntimeException cause(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return cause(failure.getCause());
        }
        return failure instanceof RuntimeException why ? why : new CompletionException(failure);
    }

    /** What an application knows people by, which may be anything that browsers send by themselves. */
    private boolean mustAsk(Context ctx, Credential credential) {
        boolean isShown = ctx.header("Authorization") != null || ctx.header("Cookie") != null;
        return isBearer(credential) ? !isKey(credential.value()) : isShown && mayUseCookie(ctx);
    }

    /** With no cookie beside a token, of which no page of others could have made use. */
    private CompletableFuture<Identity> ask(Context ctx, Credential credential) {
        return access.authority()
                .ask(isBearer(credential) ? "" : header(ctx, "Cookie"), header(ctx, "Authorization"))
                .handle((who, failure) -> {
                    if (failure == null) {
                        return verified.holding(who);
                    }
                    throw verified.problem(ctx, failure);
                });
    }

    private static boolean isBearer(Credential credential) {
        return credential != null && credential.from() == Credential.From.HEADER;
    }

    private static String header(Context ctx, String name) {
        return String.join("; ", Collections.list(ctx.req().getHeaders(name)));
    }

    private CompletableFuture<Identity> who(Context ctx, Credential credential) {
        if (credential == null || (access.authority() != null && credential.from() == Credential.From.COOKIE)) {
            return guest;
        }
        boolean isCookie = credential.from() == Credential.From.COOKIE;
        if (isCookie && !mayUseCookie(ctx)) {
            return guest;
        }
        if (credential.value().isEmpty()) {
            throw verified.guess(ctx);
        }
        if (!isCookie && isKey(credential.value())) {
            requireNoPage(ctx);
            return CompletableFuture.completedFuture(verified.program(ctx, credential.value()));
        }
        return verified.token(ctx, credential.value());
    }

    /** A token has two dots, a key one. */
    private static boolean isKey(String value) {
        return value.indexOf('.') > 0 && value.indexOf('.') == value.lastIndexOf('.');
    }

    private static void requireNoPage(Context ctx) {
        if (ctx.header("Origin") != null) {
            throw new Problem(
                    Refusal.CROSS_SITE, "An API key is for programs; a page that sends it shows it to everybody.");
        }
    }

    /**
     * A browser sends cookies with whatever any page makes it ask. So they count only for our own pages and those of origins that
     * are allowed by name.
     *
     * @throws Problem when that is a page of others, or unknown, and would change something
     */
    private boolean mayUseCookie(Context ctx) {
        boolean isOurs = ctx.header("Origin") != null
                ? strangers.isOwnOrNamed(ctx)
                : !isWrite(ctx) || "same-origin".equals(ctx.header("Sec-Fetch-Site"));
        if (!isOurs && isWrite(ctx)) {
            throw new Problem(
                    Refusal.CROSS_SITE,
                    "With a cookie, only pages of this chat and of origins that are allowed by name may change something; "
                            + "send the token as Authorization: Bearer.");
        }
        return isOurs;
    }

    private static boolean isWrite(Context ctx) {
        return !Set.of("GET", "HEAD").contains(ctx.req().getMethod());
    }

    /** A ticket is for that only, and used up by nothing else. */
    private void requireStream(Context ctx, boolean isStream, String ticket) {
        if (!isStream || !TICKET.matcher(ticket).matches()) {
            throw verified.guess(ctx);
        }
    }

    private Identity holder(Context ctx, Optional<String> voucher) {
        return verified.holding(
                voucher.map(text -> Voucher.read(text, access.privately())).orElseThrow(() -> verified.guess(ctx)));
    }
}
