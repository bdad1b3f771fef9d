package io.holdfast.store;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;

/**
 * Closes a connection whose statement is not answered for as long as the connection's read idle timeout. The driver would say goodbye and wait for the server to close,
 * which neither one does that is gone nor one whose statement waits for a lock: the pool would miss the connection for as long.
 */
final class SilenceHandler extends ChannelInboundHandlerAdapter {

    /** Names of handlers in the pipeline: Vert.x's, which tells of silence, and this one, which has to hear of it before the driver does. */
    private static final String TELLS = "idle";

    private static final String HEARS = "silence";

    private final PgConnection connection;

    private SilenceHandler(PgConnection connection) {
        this.connection = connection;
    }

    /** @param connection that is open, of the PostgreSQL driver, with a read idle timeout */
    static void listenTo(SqlConnection connection) {
        SocketConnectionBase socket = (SocketConnectionBase)
                ((SqlConnectionInternal) connection).unwrap().unwrap();
        socket.socket().channelHandlerContext().pipeline().addAfter(TELLS, HEARS, new SilenceHandler((PgConnection)
                connection));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            // A server that is there would go on with a statement that nobody waits for, and each retry of it would
            // take one more of its connections. One that is not there cannot be told; nothing is lost by trying.
            connection.cancelRequest();
            context.close();
        } else {
            super.userEventTriggered(context, event);
        }
    }
}
