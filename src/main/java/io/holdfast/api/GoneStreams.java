package io.holdfast.api;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Ends nothing else where a caller over HTTP/2 gives its request up. An answer to a stream that is gone can go nowhere; the server would take it for a fault of the
 * connection, and close that with the requests of all others who share it.
 */
@ApplicationScoped
class GoneStreams {

    private static final String NAME = "gone-streams";

    void register(@Observes Filters filters) {
        filters.register(GoneStreams::enter, FrontDoor.BEFORE_ALL_OTHERS + 1);
    }

    private static void enter(RoutingContext call) {
        if (call.request().version() == HttpVersion.HTTP_2) {
            Channel channel = ((ConnectionBase) call.request().connection()).channel();
            if (channel.pipeline().get(NAME) == null) {
                channel.pipeline().addFirst(NAME, Handler.ONLY);
            }
        }
        call.next();
    }

    /** Whether it is the encoder's word that a stream is gone that was to be written to; it has no type of its own. */
    static boolean isBehind(Throwable failure) {
        boolean isTheEncoders = failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
        return isTheEncoders
                && failure.getMessage() != null
                && failure.getMessage().startsWith("Stream ");
    }

    @Sharable
    private static final class Handler extends ChannelInboundHandlerAdapter {

        private static final Handler ONLY = new Handler();

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
            if (!isBehind(failure)) {
                super.exceptionCaught(context, failure);
            }
        }
    }
}
