package dev.parley.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The people of one test. When it ends, nobody's page may have had a fault, and they all go home. */
final class Company implements AfterEachCallback {
    private final List<Person> people = new ArrayList<>();

    Person person(String name) {
        return join(Person.named(name));
    }

    Person person(String name, NewContextOptions options) {
        return join(Person.with(name, options));
    }

    Person join(Person person) {
        people.add(person);
        return person;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try {
            people.forEach(Person::assertNoFaults);
        } finally {
            people.forEach(Person::close);
            people.clear();
        }
    }
}
