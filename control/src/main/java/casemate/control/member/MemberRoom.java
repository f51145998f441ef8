package casemate.control.member;

import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.signin.Sessions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class MemberRoom {
    @Bean
    ActingRoutes actingRoutes(Accounts accounts, Memberships memberships, Sessions sessions) {
        return new ActingRoutes(accounts, memberships, sessions);
    }
}
