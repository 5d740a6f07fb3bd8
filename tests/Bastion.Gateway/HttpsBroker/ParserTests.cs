using System.Text;
using Bastion.Gateway.HttpsBroker.Device;
using Bastion.Gateway.HttpsBroker.Front;
using Bastion.Gateway.HttpsBroker.Recording;

namespace Bastion.Gateway.Tests.HttpsBroker;

/// <summary>Everything of the web broker that reads what strangers wrote, on well-formed texts and on thousands of bent ones: it answers, and never throws.</summary>
public sealed class ParserTests
{
    private const int Executions = 20_000;

    private static readonly string[] Seeds =
    [
        "<html><!-- <form> --><form action='/a?b' method=post><input type=hidden name=\"csrf\" value='&lt;x'><input name=u><input type=password name=p /></form>",
        "Digest realm=\"a, b\", nonce=\"x\\\"y\", qop=\"auth,auth-int\", algorithm=SHA-256-sess, opaque=o, stale=TRUE",
        "user=svc&password=a%20b&token=&x=%zz&=1&&",
        "{\"user\":\"svc\",\"password\":\"a\\\"b\",\"nested\":{\"apiKey\":12}}",
        "/a/b/%41;c?d=e#f",
        "SID=a=b; Domain=.x; Path=/; Secure; HttpOnly",
    ];

    [Fact]
    public void Parsers_OnBentTexts_AnswerAndStayInBounds()
    {
        var random = new Random(77);
        for (var i = 0; i < Executions; i++)
        {
            var text = Bend(Seeds[random.Next(Seeds.Length)], random);
            if (LoginForm.Find(text) is { } form)
                Assert.True(form.Others.Count <= 100 && form.UserField.Length > 0);
            DigestChallenge.Parse(text)?.Answer("GET", "/", "a", "b", "c");
            var bytes = Encoding.Latin1.GetBytes(text);
            Redaction.Body("application/json", bytes);
            Redaction.Body("application/x-www-form-urlencoded", bytes);
            Redaction.Target(text);
            Redaction.Header("Set-Cookie", text);
            Redaction.Header("Cookie", text);
            PathRules.Allows(["/a"], text);
            if (WebCookies.FromDevice(text) is { } cookie)
                Assert.DoesNotContain("; Domain", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("__Host-bastion", WebCookies.ForDevice([text]), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Form_OfAnotherKind_IsPassedOver()
    {
        Assert.Null(LoginForm.Find("<form><input name=q></form>"));
        Assert.Null(LoginForm.Find("<input type=password name=p>"));
        Assert.Equal("p2", LoginForm.Find("<form><input name=u><input name=p2></form>", passwordField: "p2")!.PasswordField);
    }

    private static string Bend(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var cuts = random.Next(4); cuts >= 0; cuts--)
        {
            var at = random.Next(text.Length + 1);
            switch (random.Next(4))
            {
                case 0 when text.Length > 1:
                    text.Remove(Math.Min(at, text.Length - 1), 1);
                    break;
                case 1:
                    text.Insert(at, (char)random.Next(256));
                    break;
                case 2:
                    text.Insert(at, "<>=\"'&;%/\\, \0"[random.Next(13)].ToString(), random.Next(1, 30));
                    break;
                default:
                    text.Insert(at, text.ToString(0, at));
                    break;
            }
        }
        return text.ToString();
    }
}
