// What a name, a description, a language or a title may turn out to be.
export const WORDS = [
	'',
	'</text></svg><script>alert(1)</script>',
	']]><foreignObject><iframe src="https://elsewhere.example/"/></foreignObject><!--',
	'&lt;script&gt; &#60;b&#62; &evil; %s%n%x %[fx:1+1] {login} {forge}',
	'a\u0000b\u0001\u0008\u001b[31m\u007f\u0085\u2028\ufffe\uffff c',
	'x\ud800y\udc00z',
	'A'.repeat(100000),
	`\u202e\u2066${'Z\u0301\u0316\u0352\u0489'.repeat(300)}\u200f\u2069`,
	'"onload="alert(1)" style="background:url(https://elsewhere.example/x)" x="\'',
	'}</style><style>*{background:url(https://elsewhere.example)}@import "https://elsewhere.example";</style>',
	'javascript:alert(1)\r\nSet-Cookie: CANARY=1\r\nX-GPS-Error: CANARY\r\n\r\n<html>',
	'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}'.repeat(500),
	'@/etc/passwd',
	'   \t\u00a0\u3000\u200b\u00ad ',
	'مرحبا <b>&</b> שלום 漢字 क्षत्रिय \ufdfa \u{12031}',
	'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
];
