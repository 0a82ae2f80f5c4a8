package dev.parley.http;

import dev.parley.http.guard.ClientAddresses;
import dev.parley.http.guard.ConnectionLimit;
import dev.parley.http.guard.Guards;
import dev.parley.http.guard.HttpLimits;
import dev.parley.http.loop.Dispatcher;
import dev.parley.http.loop.HttpThreads;
import dev.parley.http.loop.LoopConnector;
import dev.parley.http.problem.ProblemErrorHandler;
import dev.parley.http.problem.Problems;
import dev.parley.http.transfer.AnswerWriter;
import dev.parley.http.transfer.BodyReader;
import dev.parley.http.transfer.Deadlines;
import dev.parley.push.PushServices;
import dev.parley.redis.Backbone;
import dev.parley.relay.Relay;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of an instance: Javalin on Jetty, set up for many quiet connections. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Connections that wait to be accepted: a crowd may come back all at once. */
    private static final int ACCEPT_QUEUE = 4_096;

    /** Bounds what the kernel keeps for a client that does not read. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private static final int MIN_COMPRESSED_BYTES = 256;

    /** In which Javalin copies an answer to Jetty; by itself it would make one of 32 KB for each, half of all the garbage of a POST. */
    private static final int COPY_BUFFER_BYTES = 2 * 1024;

    /**
     * None of them waits for a client, and hardly one for Redis, so a few for each processor do. Each touches 120 KB of stack.
     */
    private static final int MAX_THREADS = Math.max(32, 8 * Runtime.getRuntime().availableProcessors());

    /** What part of the heap bodies that come slowly may take, and answers that are read slowly. */
    private static final int BODIES_SHARE = 32;

    private static final int ANSWERS_SHARE = 16;

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FINISH_TIMEOUT = Duration.ofSeconds(2);

    private final HttpLimits limits;
    private final ClientAddresses clients;
    private final Problems problems;
    private final HttpThreads threads = new HttpThreads(MAX_THREADS);
    private final ProblemErrorHandler errors;
    private final BodyReader bodies;
    private final AnswerWriter answers;
    private final Routes routes;
    private Javalin javalin;

    /** @param tokenLife how long a token may hold at most */
    public HttpServer(
            Relay relay,
            Backbone backbone,
            HttpLimits limits,
            ClientAddresses clients,
            Guards guards,
            Duration tokenLife,
            PushServices pushServices,
            PrometheusMeterRegistry registry) {
        this.limits = limits;
        this.clients = clients;
        this.problems = new Problems(registry);
        this.errors = new ProblemErrorHandler(problems, EveryRequest::secure);
        this.bodies = new BodyReader(limits.bodyBytes(), shareOfHeap(BODIES_SHARE), threads, errors);
        this.answers = new AnswerWriter(shareOfHeap(ANSWERS_SHARE), threads);
        countBytes(registry, "bodies", bodies::bytesUnderWay);
        countBytes(registry, "answers", answers::bytesUnderWay);
        Readiness readiness = new Readiness(backbone::trouble);
        Farewell farewell = new Farewell(readiness, clients, problems);
        this.routes = new Routes(
                relay,
                backbone,
                readiness,
                guards,
                farewell,
                problems,
                new MetricsHandler(registry),
                tokenLife,
                pushServices,
                threads);
    }

    /**
     * Begins to listen.
     *
     * @throws CannotListen when the port is taken or the host is not ours
     */
    public void start(String host, int port) {
        TcpUserTimeout.prepare();
        javalin = Javalin.create(config -> configure(config, host, port));
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new CannotListen(host, port, e.getCause());
        }
    }

    public int port() {
        return javalin.port();
    }

    /** Everything that can be asked, each as {@code GET /{channel}}. */
    public List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(each -> each.endpoint)
                .filter(each -> each.method.isHttpMethod())
                .map(each -> each.method + " " + each.path)
                .toList();
    }

    /**
     * From now on, this instance says that it is not ready, and takes no new streams.
     *
     * @param drain how long it will be there nevertheless
     * @param othersLive whether other instances can take them
     */
    public void refuseNewcomers(Duration drain, boolean othersLive) {
        routes.readiness().close(drain, othersLive);
    }

    /** Lets requests under way finish, for a moment, and cuts those that don't. Legal before {@link #start} too. */
    @Override
    public void close() {
        if (javalin == null) {
            return;
        }
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.info("Cut requests that did not finish in time ({})", e.getMessage());
        }
    }

    private void configure(JavalinConfig config, String host, int port) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = compression();
        config.http.prefer405over404 = true;
        config.http.responseBufferSize = COPY_BUFFER_BYTES;
        config.jetty.addConnector((server, http) -> connector(server, http, host, port));
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(this::modify);
        routes.addTo(config);
    }

    /** The web client is many small files. */
    private static CompressionStrategy compression() {
        CompressionStrategy gzip = new CompressionStrategy(null, new Gzip());
        gzip.setDefaultMinSizeForCompression(MIN_COMPRESSED_BYTES);
        return gzip;
    }

    private static void countBytes(MeterRegistry registry, String what, Supplier<Number> bytes) {
        Gauge.builder("parley.under.way.bytes", bytes)
                .tag("what", what)
                .description("Bytes in memory of what comes or is read slowly")
                .register(registry);
    }

    private static long shareOfHeap(int part) {
        return Runtime.getRuntime().maxMemory() / part;
    }

    private void modify(Server server) {
        answers.setHandler(bodies);
        bodies.setHandler(new Dispatcher(threads)); // and Javalin puts itself behind them
        server.setHandler(answers);
        server.setStopTimeout(FINISH_TIMEOUT.toMillis());
        server.setErrorHandler(errors);
    }

    private Connector connector(Server server, HttpConfiguration http, String host, int port) {
        http.setSendServerVersion(false);
        http.addCustomizer(new EveryRequest());
        http.setRequestHeaderSize(limits.headerBytes());
        http.setHeaderCacheSize(0); // it would take 100 KB of heap for every connection with a second request
        // Jetty can read the escapes of RFC 3986 and %uXXXX; Javalin can't read the latter.
        http.setUriCompliance(http.getUriCompliance().without("no %u", UriCompliance.Violation.UTF16_ENCODINGS));
        ServerConnector connector = new LoopConnector(server, threads, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        limitConnections(connector);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        if (!limits.requestTime().isZero()) {
            connector.addEventListener(new Deadlines(server, answers, limits.requestTime()));
        }
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        return connector;
    }

    /** Whoever is beyond what the process may open waits, instead of failing as it is accepted, again and again. */
    private void limitConnections(ServerConnector connector) {
        long most = OpenFiles.forClients();
        connector.addBean(new NetworkConnectionLimit((int) Math.min(Integer.MAX_VALUE, most), connector));
        if (limits.address().limitsStreams()) {
            connector.addBean(new ConnectionLimit(limits.address(), most, clients, problems));
        }
    }
}
