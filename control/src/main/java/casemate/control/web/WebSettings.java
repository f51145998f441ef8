package casemate.control.web;

import java.time.Clock;
import java.util.List;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Spring MVC cut down to what routes use: bytes in, bytes out, and the [Page] argument.
final class WebSettings implements WebMvcConfigurer {
    private final Pages pages;
    private final Clock clock;

    WebSettings(Pages pages, Clock clock) {
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new PageArgument(pages));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new Doorkeeper());
        registry.addInterceptor(new FreshCheck(clock));
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.disableDefaults().addCustomConverter(new ByteArrayHttpMessageConverter());
    }
}
