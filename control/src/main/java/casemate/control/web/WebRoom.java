package casemate.control.web;

import casemate.base.Ids;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Wires this room: Tomcat on the loopback address, Spring MVC, pages.
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
public class WebRoom {
    /// Virtual threads are cheap; what they hold is not. The edge keeps fewer connections than this.
    private static final int MAX_CONNECTIONS = 1_000;

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_PARAMETERS = 100;

    /// Below this, compressing costs more than it saves.
    private static final DataSize COMPRESS_FROM = DataSize.ofKilobytes(2);

    @Bean
    TomcatServletWebServerFactory tomcat(Site site) {
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory(site.port());
        tomcat.setAddress(InetAddress.getLoopbackAddress());
        tomcat.setDisableMBeanRegistry(true);
        Compression compression = new Compression();
        compression.setEnabled(true);
        compression.setMinResponseSize(COMPRESS_FROM);
        tomcat.setCompression(compression);
        tomcat.addContextCustomizers(context -> {
            // Browsers do not say it of forms; the standard's own default is ISO 8859-1.
            context.setRequestCharacterEncoding(StandardCharsets.UTF_8.name());
            // On the host, where Tomcat would otherwise put one that names itself and its version.
            ErrorReportValve silent = new ErrorReportValve();
            silent.setShowReport(false);
            silent.setShowServerInfo(false);
            context.getParent().getPipeline().addValve(silent);
        });
        tomcat.addProtocolHandlerCustomizers(
                handler -> handler.setExecutor(Executors.newVirtualThreadPerTaskExecutor()));
        tomcat.addConnectorCustomizers(connector -> {
            connector.setProperty("maxConnections", String.valueOf(MAX_CONNECTIONS));
            connector.setProperty("maxHttpRequestHeaderSize", String.valueOf(MAX_HEADER_BYTES));
            connector.setMaxPostSize(HostFilter.MAX_LIST_BYTES);
            connector.setMaxParameterCount(MAX_PARAMETERS);
            connector.setXpoweredBy(false);
        });
        return tomcat;
    }

    @Bean
    DispatcherServlet dispatcherServlet() {
        return new DispatcherServlet();
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcherRegistration(DispatcherServlet servlet) {
        ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(servlet, "/");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<HostFilter> hostFilter(Site site, Ids ids, Failures failures) {
        FilterRegistrationBean<HostFilter> registration =
                new FilterRegistrationBean<>(new HostFilter(site, ids, failures));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    Words words() {
        return new Words();
    }

    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    Pages pages(Site site, Words words, Assets assets, List<NavEntry> navigation, Clock clock) {
        return new Pages(site, words, assets, navigation, clock);
    }

    @Bean
    WebSettings webSettings(Pages pages, Clock clock) {
        return new WebSettings(pages, clock);
    }

    @Bean
    Declarations declarations(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        return new Declarations(mapping);
    }

    @Bean
    Failures failures(Pages pages, ObjectProvider<FailureForm> forms) {
        return new Failures(pages, () -> forms.orderedStream().toList());
    }

    @Bean
    AssetRoutes assetRoutes(Assets assets) {
        return new AssetRoutes(assets);
    }

    @Bean
    LanguageRoutes languageRoutes() {
        return new LanguageRoutes();
    }

    @Bean
    HomeRoutes homeRoutes() {
        return new HomeRoutes();
    }

    @Bean
    RateLimits rateLimits(Clock clock) {
        return new RateLimits(clock);
    }
}
