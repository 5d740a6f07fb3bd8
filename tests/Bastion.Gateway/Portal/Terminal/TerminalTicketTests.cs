using Bastion.Gateway.Portal.Terminal;
using Microsoft.Extensions.Time.Testing;

namespace Bastion.Gateway.Tests.Portal.Terminal;

public sealed class TerminalTicketTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Ticket_ShownTwice_OpensOnce()
    {
        var tickets = new TerminalTickets(clock);
        var ticket = tickets.Mint("token", "198.51.100.17", "i-1")!;

        Assert.Equal("i-1", tickets.Redeem(ticket, "token", "198.51.100.17"));
        Assert.Null(tickets.Redeem(ticket, "token", "198.51.100.17"));
    }

    [Fact]
    public void Ticket_ShownByTenThousandAtOnce_OpensOnce()
    {
        var tickets = new TerminalTickets(clock);
        var ticket = tickets.Mint("token", "a", "i-1")!;
        var opened = 0;

        Parallel.For(0, 10_000, _ =>
        {
            if (tickets.Redeem(ticket, "token", "a") is not null)
                Interlocked.Increment(ref opened);
        });

        Assert.Equal(1, opened);
    }

    [Theory]
    [InlineData("other", "a")]
    [InlineData("token", "b")]
    public void Ticket_ShownByAnother_OpensNothingAndIsGone(string token, string address)
    {
        var tickets = new TerminalTickets(clock);
        var ticket = tickets.Mint("token", "a", "i-1")!;

        Assert.Null(tickets.Redeem(ticket, token, address));
        Assert.Null(tickets.Redeem(ticket, "token", "a"));
    }

    [Fact]
    public void Ticket_AtThirtySeconds_IsOver()
    {
        var tickets = new TerminalTickets(clock);
        var first = tickets.Mint("token", "a", "i-1")!;
        var second = tickets.Mint("token", "a", "i-1")!;

        clock.Advance(TerminalTickets.Life - TimeSpan.FromTicks(1));
        Assert.NotNull(tickets.Redeem(first, "token", "a"));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(tickets.Redeem(second, "token", "a"));
    }

    [Fact]
    public void Ticket_FifthWaitingOfOneSignIn_IsNotMade()
    {
        var tickets = new TerminalTickets(clock);
        for (var i = 0; i < 4; i++)
            Assert.NotNull(tickets.Mint("token", "a", "i-1"));

        Assert.Null(tickets.Mint("token", "a", "i-1"));
        Assert.NotNull(tickets.Mint("another", "a", "i-1"));
        clock.Advance(TerminalTickets.Life);
        Assert.NotNull(tickets.Mint("token", "a", "i-1"));
    }
}
