package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.identity.Digest;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever guesses a secret must not learn from the time that an answer takes how much of it was right: secrets are compared by {@link
 * MessageDigest#isEqual} only. So code that has anything to do with secrets compares no texts or arrays in another way, but where it is
 * said here what else that is.
 */
class ComparedSecretsTest {
    /** Who uses one of these has to do with secrets, signatures, cookies, tickets or keys. */
    private static final Set<String> SECRET = Set.of(
            "java.security.MessageDigest",
            "java.security.SecureRandom",
            "dev.parley.identity.Digest",
            "dev.parley.http.guard.Credential",
            "dev.parley.redis.embedded.Password",
            "dev.parley.redis.link.Sha1",
            "dev.parley.redis.log.Signature",
            "dev.parley.redis.shared.SharedSecret");

    private static final Set<String> PACKAGES = Set.of("javax.crypto", "javax.crypto.spec", "com.nimbusds.jose");

    /** Ends where two differ, and takes longer the later that is. */
    private static final Set<Class<?>> COMPARE = Set.of(String.class, Arrays.class, Objects.class, Object.class);

    private static final Set<String> COMPARING = Set.of(
            "equals",
            "equalsIgnoreCase",
            "contentEquals",
            "deepEquals",
            "compareTo",
            "compareToIgnoreCase",
            "compare",
            "mismatch",
            "regionMatches",
            "startsWith",
            "endsWith");

    @Test
    void secretsAreComparedInATimeThatSaysNothingOfThem() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.parley");
        assertTrue(code.stream().filter(ComparedSecretsTest::hasToDoWithSecrets).count() > 15, "nothing was looked at");
        Set<String> noSecrets = new TreeSet<>(Set.of(
                "Asset.lean", // what a file's name ends in
                "Assets.isFile", // paths
                "Assets.read", // kinds of addresses
                "Credential.cookie", // names of cookies
                "Credential.isBearer", // the scheme
                "FixedKeys.read", // what a PEM block holds
                "Gate.asksForStream", // methods
                "LocalRedis.folderOf", // a Redis' settings
                "RemoteKeys.address", // schemes
                "WhoAsks.mayUseCookie")); // a header of browsers
        assertEquals(noSecrets, comparisons(code));
    }

    /** What it is there for. */
    @Test
    void whatComparesThemOtherwiseIsFound() {
        JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
        assertEquals(
                Set.of("Careless.byText", "Careless.byBytes", "Careless.byBeginning", "Careless.byReference"),
                comparisons(careless));
    }

    record Careless(String digest) {
        boolean byText(String given) {
            return Digest.of(given).equals(digest);
        }

        boolean byBytes(byte[] one, byte[] other) {
            return Arrays.equals(one, other);
        }

        boolean byBeginning(String signature) {
            return digest.startsWith(signature);
        }

        BiPredicate<String, String> byReference() {
            return String::equals;
        }

        static boolean asItShould(byte[] one, byte[] other) {
            return MessageDigest.isEqual(one, other);
        }
    }

    /** Each as {@code Class.method}. */
    private static Set<String> comparisons(JavaClasses code) {
        return code.stream()
                .filter(ComparedSecretsTest::hasToDoWithSecrets)
                .flatMap(each -> each.getAccessesFromSelf().stream())
                .filter(ComparedSecretsTest::compares)
                .map(each -> each.getOriginOwner().getSimpleName() + "."
                        + each.getOrigin().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean hasToDoWithSecrets(JavaClass each) {
        return Stream.concat(
                        Stream.of(each),
                        each.getDirectDependenciesFromSelf().stream().map(to -> to.getTargetClass()))
                .anyMatch(to -> SECRET.contains(to.getName()) || PACKAGES.contains(to.getPackageName()));
    }

    private static boolean compares(JavaAccess<?> access) {
        return COMPARING.contains(access.getTarget().getName())
                && COMPARE.stream().anyMatch(access.getTargetOwner()::isEquivalentTo);
    }
}
