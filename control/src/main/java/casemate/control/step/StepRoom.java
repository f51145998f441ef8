package casemate.control.step;

import casemate.control.account.Accounts;
import casemate.control.factor.Factors;
import casemate.control.signin.Sessions;
import casemate.control.web.RateLimits;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class StepRoom {
    @Bean
    SecondSteps secondSteps(
            JdbcClient jdbc,
            Sessions sessions,
            Factors factors,
            Accounts accounts,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        return new SecondSteps(new HalfTable(jdbc), sessions, factors, accounts, transactions, chance, clock);
    }

    @Bean
    Doorway doorway(SecondSteps steps, Sessions sessions) {
        return new Doorway(steps, sessions);
    }

    @Bean
    Codes codes(Factors factors, Accounts accounts) {
        return new Codes(factors, accounts);
    }

    @Bean
    StepRoutes stepRoutes(Doorway doorway, Factors factors, Codes codes, RateLimits limits) {
        return new StepRoutes(doorway, factors, codes, limits);
    }

    @Bean
    SetUpRoutes setUpRoutes(Doorway doorway, Factors factors, Codes codes, RateLimits limits) {
        return new SetUpRoutes(doorway, factors, codes, limits);
    }

    @Bean
    StepUpRoutes stepUpRoutes(Doorway doorway, Sessions sessions, Factors factors, Codes codes, RateLimits limits) {
        return new StepUpRoutes(doorway, sessions, factors, codes, limits);
    }

    @Bean
    FactorRoutes factorRoutes(Factors factors) {
        return new FactorRoutes(factors);
    }
}
