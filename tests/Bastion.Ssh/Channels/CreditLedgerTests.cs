using Bastion.Ssh.Channels;
using CsCheck;

namespace Bastion.Ssh.Tests.Channels;

public sealed class CreditLedgerTests
{
    [Fact]
    public void Receive_InitialWindow_GoesOnWithoutTheReserve()
    {
        var ledger = new CreditLedger(1000);
        Assert.Equal(9_000u, ledger.Receive(10_000));
        Assert.Equal(1000u, ledger.Reserved);
        Assert.Equal(500u, ledger.Receive(500));
    }

    [Fact]
    public void Inject_TakesFromTheReserve_WhichFillsUpFirst()
    {
        var ledger = new CreditLedger(1000);
        ledger.Receive(10_000);
        Assert.True(ledger.TryInject(600));
        Assert.False(ledger.TryInject(600));
        Assert.Equal(0u, ledger.Receive(500));
        Assert.Equal(100u, ledger.Receive(200));
    }

    [Fact]
    public void Hold_WithholdsCredit_UntilResumed()
    {
        var ledger = new CreditLedger(0);
        ledger.Receive(100);
        ledger.Hold();
        Assert.Equal(0u, ledger.Receive(50));
        Assert.Equal(0u, ledger.Swallow(5));
        Assert.Equal(55u, ledger.Resume());
    }

    // The receiver's window is never overrun, whatever happens in whatever order.
    [Fact]
    public void AnySequence_NeverSendsMoreThanTheReceiverGranted() =>
        Gen.Select(Gen.Int[0, 5], Gen.UInt[0, 5000]).List[1, 200].Sample(steps =>
        {
            var ledger = new CreditLedger(2000);
            ulong receiver = 0;
            ulong source = 0;
            foreach ((int act, uint amount) in steps)
            {
                switch (act)
                {
                    case 0:
                        receiver += amount;
                        source += ledger.Receive(amount);
                        break;
                    case 1: // the source sends and it is passed on
                        ulong sent = Math.Min(source, amount);
                        source -= sent;
                        Assert.True(sent <= receiver);
                        receiver -= sent;
                        break;
                    case 2: // the source sends and it is kept
                        ulong kept = Math.Min(source, amount);
                        source -= kept;
                        source += ledger.Swallow((int)kept);
                        break;
                    case 3:
                        if (ledger.TryInject((int)amount))
                        {
                            Assert.True(amount <= receiver);
                            receiver -= amount;
                        }

                        break;
                    case 4:
                        ledger.Hold();
                        break;
                    default:
                        source += ledger.Resume();
                        break;
                }

                Assert.True(source <= receiver);
            }
        });
}
