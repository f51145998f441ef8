package casemate.edge;

/// What a browser does for its pass: SHA-256 over one block, again and again, in slices that leave the page alive.
final class WorkScript {
    static final String JAVASCRIPT = """
            (()=>{
            const s=document.getElementById("s"),b=document.getElementById("b"),d=s.dataset;
            if(!navigator.cookieEnabled){s.textContent=d.k;return}
            s.textContent=d.w;
            const K=[],H=[];
            for(let n=2;K.length<64;n++){
            let p=1;for(let i=2;i*i<=n;i++)if(n%i===0){p=0;break}
            if(p){if(H.length<8)H.push(Math.floor((Math.sqrt(n)%1)*4294967296)|0);K.push(Math.floor((Math.cbrt(n)%1)*4294967296)|0)}}
            const W=new Int32Array(64),seal=d.c.split(".")[3],bits=+d.b;
            const first=m=>{
            W.fill(0,0,16);
            for(let i=0;i<m.length;i++)W[i>>2]|=m.charCodeAt(i)<<(24-8*(i&3));
            W[m.length>>2]|=128<<(24-8*(m.length&3));W[15]=m.length*8;
            for(let i=16;i<64;i++){const x=W[i-15],y=W[i-2];
            W[i]=((x>>>7|x<<25)^(x>>>18|x<<14)^x>>>3)+W[i-16]+W[i-7]+((y>>>17|y<<15)^(y>>>19|y<<13)^y>>>10)|0}
            let[p,q,r,t,e,f,g,h]=H;
            for(let i=0;i<64;i++){
            const u=h+((e>>>6|e<<26)^(e>>>11|e<<21)^(e>>>25|e<<7))+(e&f^~e&g)+K[i]+W[i]|0;
            const v=((p>>>2|p<<30)^(p>>>13|p<<19)^(p>>>22|p<<10))+(p&q^p&r^q&r)|0;
            h=g;g=f;f=e;e=t+u|0;t=r;r=q;q=p;p=u+v|0}
            return p+H[0]|0};
            let part=0,n=0;const found=[];
            const slice=()=>{
            const end=performance.now()+40;
            while(performance.now()<end)for(let i=0;i<200;i++,n++)
            if(first(seal+":"+part+":"+n)>>>(32-bits)===0){
            found.push(n);n=0;b.value=++part;
            if(part===+b.max){s.textContent=d.d;
            location.replace(d.p+"?c="+encodeURIComponent(d.c)+"&n="+found.join("-")+"&to="+encodeURIComponent(location.pathname+location.search));return}
            }
            setTimeout(slice,0)};
            setTimeout(slice,50)
            })()
            """;

    private WorkScript() {}
}
