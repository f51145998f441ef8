package casemate.house;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The operator of a house, who must have a second factor: a token with a button, set up at the first sign-in.
final class Operator {
    private static final String SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private static final Pattern SECOND_STEP = Pattern.compile(".*/sign-in/(set-up|second).*");

    private final House house;
    private int presses;

    Operator(House house) {
        this.house = house;
    }

    /// Signs in, click by click.
    void in(Page console) throws IOException {
        console.navigate(house.url("console") + "/sign-in");
        console.fill("#email", house.operatorEmail());
        console.fill("#password", house.operatorPassword());
        console.click("main form[action='/sign-in'] button");
        console.waitForURL(SECOND_STEP);
        if (console.url().contains("/set-up")) {
            console.click("main details summary");
            console.fill("#seed", SEED);
            console.click("main details form button");
            assertThat(console.locator("main svg")).isVisible();
        }
        console.fill("#code", press());
        console.click("main form:has(#code) button");
        assertThat(console.locator("form[action='/sign-out']")).isVisible();
    }

    /// Signs in without a screen.
    void in(Surfer surfer) throws IOException, InterruptedException {
        String signIn = house.url("console") + "/sign-in";
        String asked = surfer.submit(
                signIn, signIn, Map.of("email", house.operatorEmail(), "password", house.operatorPassword()));
        String second = signIn + "/second";
        if (asked.contains("/sign-in/set-up/begin")) {
            String setUp = signIn + "/set-up";
            surfer.submit(setUp, setUp + "/begin", Map.of("method", "hotp", "name", "token", "seed", SEED));
            surfer.submit(setUp, setUp + "/confirm", Map.of("code", press()));
        } else {
            surfer.submit(second, second, Map.of("code", press()));
        }
    }

    /// Takes over the token of the same operator of the same house, before it was lost.
    void takeTokenOf(Operator before) {
        presses = before.presses;
    }

    private String press() {
        Command code = Command.run(List.of("oathtool", "--counter=" + presses, "--base32", SEED));
        presses++;
        return code.out().strip();
    }
}
